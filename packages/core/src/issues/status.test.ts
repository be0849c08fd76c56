import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { createFunnel } from '../tracking/index.ts'
import {
  assign,
  countIssues,
  createIssue,
  getHistory,
  getIssue,
  type IssueDto,
  listIssues,
  setStatus,
} from './index.ts'
import { issueStatuses } from './inputs.ts'
import { nextStatuses } from './model.ts'

describe('the life of an issue', () => {
  let world: TestWorld
  let scope: Scope
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  async function make(count = 1): Promise<IssueDto[]> {
    scope = await world.makeWorkspace()
    const steps = Array.from({ length: count + 1 }, (_, index) => ({
      name: `step ${index}`,
      match: { event: `e${index}` },
    }))
    const funnel = await createFunnel(world.deps, scope, { name: 'Checkout', steps: [...steps], windowHours: 24 })
    const made: IssueDto[] = []
    for (let index = 0; index < count; index++) {
      made.push(
        await createIssue(world.deps, scope, {
          title: `Odd ${index}`,
          funnelId: funnel.id,
          step: `step ${index}`,
          severity: 'high',
        }),
      )
    }
    return made
  }

  async function makeOne(): Promise<IssueDto> {
    const [issue] = await make()
    if (!issue) throw new Error('No issue was made')
    return issue
  }

  it('goes from detection to a verified fix, and records each step', async () => {
    const { id } = await makeOne()
    const life = ['diagnosed', 'fixing', 'fixed', 'measuring', 'verified', 'closed'] as const
    for (const status of life) await setStatus(world.deps, scope, { id, status, note: `now ${status}` })
    const { items } = await getHistory(world.deps, scope, { id })
    expect(items.map(({ to }) => to)).toEqual(['open', ...life])
    expect(items.at(-1)).toMatchObject({
      from: 'verified',
      note: 'now closed',
      actor: { kind: 'system', name: 'test' },
    })
  })

  it('is refused what its status does not allow, and stays as it was', async () => {
    const { id } = await makeOne()
    await expect(setStatus(world.deps, scope, { id, status: 'verified' })).rejects.toMatchObject({ kind: 'conflict' })
    expect(await getIssue(world.deps, scope, { id })).toMatchObject({ status: 'open' })
    expect((await getHistory(world.deps, scope, { id })).items).toHaveLength(1)
  })

  it('can be called a false alarm from every open status', () => {
    const open = issueStatuses.filter(status => !['verified', 'closed', 'false_alarm'].includes(status))
    for (const status of open) expect(nextStatuses(status)).toContain('false_alarm')
  })

  it('has one open issue a step: a second is refused', async () => {
    const { funnelId, step } = await makeOne()
    const again = createIssue(world.deps, scope, { title: 'Again', funnelId: funnelId ?? '', step, severity: 'low' })
    await expect(again).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('can be assigned to people of the workspace only', async () => {
    const { id } = await makeOne()
    const mei = await world.makePerson(scope, 'agent')
    expect((await assign(world.deps, scope, { id, assigneeId: mei })).assignee).toEqual({ id: mei, name: 'Mei Tanaka' })
    const stranger = await world.makePerson(await world.makeWorkspace(), 'agent')
    await expect(assign(world.deps, scope, { id, assigneeId: stranger })).rejects.toMatchObject({ kind: 'not_found' })
    expect((await assign(world.deps, scope, { id, assigneeId: null })).assignee).toBeNull()
  })

  it('is listed in pages that neither skip nor repeat, and found by number and text', async () => {
    const made = await make(7)
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await listIssues(world.deps, scope, { limit: 3, cursor })
      seen.push(...page.items.map(({ number }) => number))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen.toSorted((a, b) => a - b)).toEqual(made.map(({ number }) => number))
    expect(
      (await listIssues(world.deps, scope, { limit: 50, search: '#4' })).items.map(({ number }) => number),
    ).toEqual([4])
    expect(
      (await listIssues(world.deps, scope, { limit: 50, search: 'odd 2' })).items.map(({ title }) => title),
    ).toEqual(['Odd 2'])
    expect((await listIssues(world.deps, scope, { limit: 50, search: '100%' })).items).toEqual([])
    await expect(listIssues(world.deps, scope, { limit: 3, cursor: 'x' })).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('is counted by status and found by who has taken it on', async () => {
    const [first, second, third] = await make(3)
    if (!first || !second || !third) throw new Error('No issues were made')
    const mei = await world.makePerson(scope, 'agent')
    await assign(world.deps, scope, { id: first.id, assigneeId: mei })
    await setStatus(world.deps, scope, { id: second.id, status: 'fixing' })
    const counted = async (filters: Parameters<typeof countIssues>[2]) =>
      Object.fromEntries(
        (await countIssues(world.deps, scope, filters)).items.map(({ status, issues }) => [status, issues]),
      )
    expect(await counted({})).toEqual({ open: 2, fixing: 1 })
    expect(await counted({ assigneeId: mei })).toEqual({ open: 1 })
    expect(await counted({ assigneeId: null })).toEqual({ open: 1, fixing: 1 })
    const found = async (assigneeId: string | null) =>
      (await listIssues(world.deps, scope, { limit: 50, assigneeId })).items.map(({ id }) => id).toSorted()
    expect(await found(mei)).toEqual([first.id])
    expect(await found(null)).toEqual([second.id, third.id].toSorted())
  })
})
