import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOpenAi, type Scope } from '../../kernel/index.ts'
import { answering, failing, type ModelServer, startModelServer } from '../../testing/model-server.ts'
import { getLinks } from './link-queries.ts'
import { openPullRequest } from './links.ts'
import { openGithubServer } from './testing/github.ts'
import { createHandoverWorld, type HandoverWorld } from './testing/handover-world.ts'

const repository = 'acme/shop'
const path = 'src/pay.ts'
const before = 'export const retries = 0\nexport const pay = () => ask(retries)\n'
const after = before.replace('0', '3')
const branch = 'quarterdeck/issue-1'

let model: ModelServer
let world: HandoverWorld
beforeAll(async () => {
  model = await startModelServer()
  const llm = createOpenAi({ apiKey: 'sk-test', baseUrl: model.url, model: 'gpt-4.1' })
  world = await createHandoverWorld({}, { llm })
})
afterAll(async () => {
  await world.close()
  await model.close()
})

const encoded = (text: string) => Buffer.from(text).toString('base64')
const proposing = (...changes: { path: string; content: string }[]) =>
  answering({ content: JSON.stringify({ summary: 'Payments are tried again.', changes }) })

/** A repository that holds the file, an issue, and what its pull request became. */
async function begin() {
  const github = await openGithubServer()
  github.files.set(`main:${path}`, encoded(before))
  Object.assign(world.deps.integrations, { github: github.settings })
  const { scope, issue } = await world.makeIssue()
  const held = (name = path) => Buffer.from(github.files.get(`${branch}:${name}`) ?? '', 'base64').toString()
  const open = (targets?: string[]) =>
    openPullRequest(world.deps, scope, { id: issue.id, repository, ...(targets && { targets }) })
  const link = async () => (await getLinks(world.deps, scope, { id: issue.id })).items[0]
  return { github, scope, issue, held, open, link, [Symbol.asyncDispose]: () => github.close() }
}

const listOf = async (scope: Scope, id: string) => (await getLinks(world.deps, scope, { id })).fixFiles

it('a pull request carries the whole files that the model proposed, beside the report', async () => {
  await using test = await begin()
  model.replyWith(proposing({ path, content: after }))
  await test.open([path])
  await world.recover(1)
  expect(model.asked).toHaveLength(1)
  expect(JSON.parse(model.asked[0]?.body.messages[1]?.content ?? '')).toMatchObject({
    files: [{ path, content: before }],
    issue: { step: 'pay & go' },
  })
  expect(test.held()).toBe(after)
  expect(test.held('docs/incidents/1.md')).toContain('Fell to 41 %')
  expect(test.github.pulls).toHaveLength(1)
  expect(test.github.pulls[0]?.body).toContain('Proposed by gpt-4.1-2025-04-14, and checked by nobody yet.')
  expect(await test.link()).toMatchObject({ status: 'made', said: [], lastError: null })
  expect(await listOf(test.scope, test.issue.id)).toEqual({ [repository]: [path] })
})

it('the files that were named once are asked about the next time too, until none are named', async () => {
  await using test = await begin()
  model.replyWith(proposing({ path, content: after }))
  await world.database.run('update workspaces set settings = $2::text::jsonb where id = $1', [
    test.scope.workspaceId,
    JSON.stringify({ fixFiles: { [repository]: [path] }, other: 1 }),
  ])
  await test.open()
  await world.recover(1)
  expect(test.held()).toBe(after)
  await test.open([])
  expect(await listOf(test.scope, test.issue.id)).toEqual({ [repository]: [] })
  const [kept] = await world.database.run("select settings ->> 'other' as other from workspaces where id = $1", [
    test.scope.workspaceId,
  ])
  expect(kept).toEqual({ other: '1' })
})

it('a file that changed after the model read it is left alone, and that is said', async () => {
  await using test = await begin()
  const theirs = before.replace('0', '1')
  model.replyWith((response, request) => {
    test.github.files.set(`main:${path}`, encoded(theirs))
    proposing({ path, content: after })(response, request)
  })
  await test.open([path])
  await world.recover(1)
  expect(test.held()).toBe('')
  expect(test.github.pulls[0]?.body).toContain('only the report')
  const said = [`${path}: not changed, as the file is another since it was read`]
  expect(await test.link()).toMatchObject({ status: 'made', said })
})

it('files of a caller have a base too', async () => {
  await using test = await begin()
  const files = [{ path, content: after, base: 'a'.repeat(40) }]
  await openPullRequest(world.deps, test.scope, { id: test.issue.id, repository, files })
  await world.recover(1)
  expect(test.held()).toBe('')
  expect((await test.link())?.said).toHaveLength(1)
})

it.each([
  ['another file', proposing({ path: '.github/workflows/x.yml', content: 'x' }), /was not given this file/],
  ['a file with its middle left out', proposing({ path, content: '// the rest as before\n' }), /would have cut/],
  ['no change', proposing(), /proposed no change. Payments/],
  ['something else', answering({ content: '{"changes": [' }), /not in the form/],
  ['a refusal', answering({ refusal: 'I will not.' }), /No change was proposed. The model refused: I will not/],
  ['an error', failing(400), /No change was proposed/],
])('%s of the model’s changes nothing; the report is there, and why', async (_, reply, why) => {
  await using test = await begin()
  model.replyWith(reply)
  await test.open([path])
  await world.recover(1)
  expect([...test.github.files.keys()].sort()).toEqual([`main:${path}`, `${branch}:docs/incidents/1.md`])
  expect(test.github.pulls).toHaveLength(1)
  expect(await test.link()).toMatchObject({ status: 'made', said: [expect.stringMatching(why)] })
})

it('files that are not there are named; nobody is asked about none', async () => {
  await using test = await begin()
  model.replyWith(proposing())
  await test.open(['src/gone.ts'])
  await world.recover(1)
  expect(model.asked).toEqual([])
  expect((await test.link())?.said).toEqual(['src/gone.ts: there is no such file on main'])
})

it('the change is there once though each request on the way is lost in turn', async () => {
  await using test = await begin()
  model.replyWith(proposing({ path, content: after }))
  await test.open([path])
  for (const method of ['POST', 'PUT', 'PUT', 'POST', 'POST']) {
    test.github.spoil('lost after', asked => asked.method === method)
  }
  await world.recover(14)
  expect(test.github.unmet()).toBe(0)
  expect(test.github.pulls).toHaveLength(1)
  expect(test.held()).toBe(after)
  expect(model.asked).toHaveLength(1)
  expect(await test.link()).toMatchObject({ status: 'made', said: [] })
})

it('a proposal that never comes is waited for ten minutes; then the report goes alone', async () => {
  await using test = await begin()
  model.replyWith(proposing({ path, content: after }))
  await test.open([path])
  test.github.spoil('broken')
  // The job runner would try again; here the last of its tries has failed.
  await expect(world.runJobs()).rejects.toThrow('GitHub answered 503')
  expect(await test.link()).toMatchObject({ status: 'waiting', lastError: null })
  expect(test.github.pulls).toEqual([])
  await world.recover(1)
  expect(test.github.pulls).toHaveLength(1)
  expect(await test.link()).toMatchObject({ status: 'made', said: ['The model proposed nothing in time'] })
  expect(model.asked).toEqual([])
})

it('issues of others cannot be handed over', async () => {
  await using test = await begin()
  const other = await world.makeWorkspace()
  const asked = openPullRequest(world.deps, other, { id: test.issue.id, repository, targets: [path] })
  await expect(asked).rejects.toThrow('does not exist here')
  expect(
    await world.database.run("select 1 from workspaces where settings ? 'fixFiles' and id = $1", [other.workspaceId]),
  ).toEqual([])
})
