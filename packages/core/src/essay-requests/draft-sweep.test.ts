import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from './draft-sweep-job.ts'
import { getEssayRequest, listEssayVersions } from './index.ts'
import { type Office, openOffice } from './testing/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.world.close())

interface Draft {
  version: number
  at: string
  state?: 'saved' | 'conflict'
  base?: number
}

/** A request with these drafts, of which `edited` is one. */
async function requestWith(drafts: Draft[], edited: number): Promise<string> {
  const { order, editor, save, world } = office
  const { id } = await order()
  await save(editor, id, 'The text', 0)
  await world.database.run(
    `with model as (delete from essay_drafts where request_id = $1 returning *)
    insert into essay_drafts (id, workspace_id, request_id, version, base_version, state, document, word_count, at)
    select gen_random_uuid(), workspace_id, request_id, r.version, coalesce(r.base, r.version - 1), coalesce(r.state, 'saved'),
      document, word_count, r.at
    from model, json_to_recordset($2::json) as r(version int, base int, state text, at timestamptz)`,
    [id, JSON.stringify(drafts)],
  )
  const last = Math.max(...drafts.map(({ version }) => version))
  await world.database.run('update essay_requests set version = $2, last_version = $3 where id = $1', [
    id,
    edited,
    last,
  ])
  return id
}

const left = async (id: string) =>
  (await listEssayVersions(office.world.deps, office.editor, { id })).items.map(({ version }) => version)
const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const descending = (versions: number[]) => versions.toSorted((a, b) => b - a)

it('keeps the newest 50, and of older drafts the last of each day where the workspace is', async () => {
  const { world, product } = office
  await world.database.run("update workspaces set time_zone = 'America/New_York' where id = $1", [product.workspaceId])
  // The 11th to the 20th are saved after midnight in London, before it in New York.
  const at = (version: number) =>
    version <= 10 ? '2026-03-01T20:00:00Z' : version <= 20 ? '2026-03-02T02:00:00Z' : '2026-03-02T20:00:00Z'
  const id = await requestWith(
    span(1, 90).map(version => ({ version, at: at(version) })),
    90,
  )
  const few = await requestWith(
    span(1, 50).map(version => ({ version, at: at(1) })),
    50,
  )
  await run(world.deps)
  expect(await left(id)).toEqual(descending([20, 40, ...span(41, 90)]))
  expect(await left(few)).toHaveLength(50)
  await run(world.deps)
  expect(await left(id)).toHaveLength(52)
})

it('keeps the edited text, every conflict and what its author had seen', async () => {
  const { world, editor, save } = office
  const at = '2026-03-01T20:00:00Z'
  const conflict = (version: number, base: number): Draft => ({ version, at, base, state: 'conflict' })
  const early = [...span(1, 5).map(version => ({ version, at })), conflict(6, 2)]
  const late = span(7, 70).map(version => conflict(version, 4))
  const id = await requestWith([...early, ...late], 3)
  await run(world.deps)
  // The second and fourth were seen by others, the third is the edited text, and the fifth is the day's last.
  expect(await left(id)).toEqual(descending(span(2, 70)))
  expect((await getEssayRequest(world.deps, editor, { id })).version).toBe(3)
  expect(await save(editor, id, 'One more', 3)).toMatchObject({ version: 71, state: 'saved' })
  await run(world.deps)
  expect(await left(id)).toEqual(descending([2, ...span(4, 71)]))
})
