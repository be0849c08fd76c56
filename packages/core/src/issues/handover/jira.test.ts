import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../../kernel/index.ts'
import { createTestWorld } from '../../testing/index.ts'
import { type Fault, faults } from '../../testing/loopback.ts'
import { createFunnel } from '../../tracking/index.ts'
import { createIssue, getHistory, setStatus } from '../index.ts'
import { run as sweep } from './handover-sweep.ts'
import { getLinks } from './link-queries.ts'
import { createJiraTicket, linkJira, linkPullRequest } from './links.ts'
import { createHandoverWorld, type HandoverWorld } from './testing/handover-world.ts'
import { done, openJiraServer } from './testing/jira.ts'

type JiraServer = Awaited<ReturnType<typeof openJiraServer>>

describe('a ticket in Jira', () => {
  let jira: JiraServer
  let world: HandoverWorld
  beforeAll(async () => {
    jira = await openJiraServer()
    world = await createHandoverWorld({ jira: jira.settings })
  })
  afterAll(async () => {
    await world.close()
    await jira.close()
  })

  const ticketsOf = (id: string) =>
    jira.tickets.filter(({ fields }) => JSON.stringify(fields.labels).includes(`quarterdeck-${id}`))
  const linkOf = async (scope: Scope, id: string) => (await getLinks(world.deps, scope, { id })).items[0]

  it('is made once, with what is known, however often it is asked for', async () => {
    const { scope, issue } = await world.makeIssue()
    const asked = await Promise.all([1, 2, 3].map(() => createJiraTicket(world.deps, scope, { id: issue.id })))
    expect(asked.map(({ status }) => status)).toEqual(['waiting', 'waiting', 'waiting'])
    await world.recover(1)
    expect(await createJiraTicket(world.deps, scope, { id: issue.id })).toMatchObject({ status: 'made' })
    await world.recover(1)
    const [ticket, ...others] = ticketsOf(issue.id)
    expect(others).toEqual([])
    expect(ticket?.fields).toMatchObject({
      project: { key: 'OPS' },
      issuetype: { name: 'Bug' },
      priority: { name: 'Highest' },
      summary: '#1 Fell to 41 % <now>',
      labels: ['quarterdeck', 'conversion', 'critical', 'pay-go', `quarterdeck-${issue.id}`],
      description: { type: 'doc', version: 1 },
    })
    expect(JSON.stringify(ticket?.fields.description)).toContain(`http://localhost:4400/admin/issues?i=${issue.id}`)
    const url = `${jira.url}/browse/${ticket?.key}`
    expect(await linkOf(scope, issue.id)).toMatchObject({ key: ticket?.key, url, state: 'To Do', isDone: false })
    const { items } = await getHistory(world.deps, scope, { id: issue.id })
    expect(items.filter(({ kind }) => kind === 'linked')).toMatchObject([{ data: { kind: 'jira', url } }])
  })

  it.each(faults)('is one after its creation was %s', async fault => {
    const { scope, issue } = await world.makeIssue()
    await createJiraTicket(world.deps, scope, { id: issue.id })
    jira.spoil(fault, ({ path, method }) => method === 'POST' && path === '/rest/api/3/issue')
    await world.runJobs()
    expect(await linkOf(scope, issue.id)).toMatchObject({ status: 'waiting', lastError: expect.stringMatching(/Jira/) })
    await world.recover()
    expect(jira.unmet()).toBe(0)
    expect(ticketsOf(issue.id)).toHaveLength(1)
    expect(await linkOf(scope, issue.id)).toMatchObject({ status: 'made', lastError: null, state: 'To Do' })
  })

  it('is one though everything on the way fails in turn', async () => {
    const { scope, issue } = await world.makeIssue()
    await createJiraTicket(world.deps, scope, { id: issue.id })
    for (const fault of faults) jira.spoil(fault)
    await world.recover(12)
    expect(jira.unmet()).toBe(0)
    expect(ticketsOf(issue.id)).toHaveLength(1)
  })

  it('waits as long as Jira says', async () => {
    const { scope, issue } = await world.makeIssue()
    const at = new Date(Date.now() + 400 * 3_600_000)
    world.setNow(at)
    await createJiraTicket(world.deps, scope, { id: issue.id })
    jira.spoil('rate-limited')
    await world.runJobs()
    expect((await linkOf(scope, issue.id))?.nextAt).toBe(new Date(at.getTime() + 5_400_000).toISOString())
    const before = jira.asked.length
    await createJiraTicket(world.deps, scope, { id: issue.id })
    await world.runJobs()
    expect(jira.asked).toHaveLength(before)
  })

  it.each(['lost after', 'half', 'broken'] satisfies Fault[])(
    'gets one comment with its pull request, and is finished once, when both are %s',
    async fault => {
      const { scope, issue } = await world.makeIssue()
      await createJiraTicket(world.deps, scope, { id: issue.id })
      await world.recover(1)
      const url = 'https://github.com/acme/shop/pull/7'
      jira.spoil(fault, ({ method, path }) => method === 'POST' && path.endsWith('/comment'))
      await linkPullRequest(world.deps, scope, { id: issue.id, url })
      for (const status of ['fixed', 'verified'] as const) await setStatus(world.deps, scope, { id: issue.id, status })
      jira.spoil(fault, ({ method, path }) => method === 'POST' && path.endsWith('/transitions'))
      await world.recover(6)
      expect(jira.unmet()).toBe(0)
      const [ticket] = ticketsOf(issue.id)
      expect(ticket?.status).toEqual(done)
      expect(ticket?.comments).toHaveLength(1)
      const link = (await getLinks(world.deps, scope, { id: issue.id })).items.find(({ kind }) => kind === 'jira')
      expect(link).toMatchObject({ state: 'Erledigt', isDone: true, nextAt: null })
    },
  )

  it('that somebody closes is shown closed within the next look', async () => {
    const { scope, issue } = await world.makeIssue()
    await createJiraTicket(world.deps, scope, { id: issue.id })
    await world.recover(1)
    const [ticket] = ticketsOf(issue.id)
    if (ticket) ticket.status = done
    await world.recover(1)
    expect(await linkOf(scope, issue.id)).toMatchObject({ state: 'Erledigt', isDone: true })
  })

  it('that somebody made is linked and followed; one that is gone says so', async () => {
    const { scope, issue } = await world.makeIssue()
    const url = 'https://acme.atlassian.net/browse/OPS-1'
    await linkJira(world.deps, scope, { id: issue.id, key: 'OPS-1', url })
    await world.recover(1)
    expect(await linkOf(scope, issue.id)).toMatchObject({ key: 'OPS-1', url, state: jira.tickets[0]?.status.name })
    await linkJira(world.deps, scope, { id: issue.id, key: 'OPS-99999', url })
    await world.recover(1)
    const gone = expect.stringContaining('404')
    expect(await linkOf(scope, issue.id)).toMatchObject({ status: 'made', lastError: gone, nextAt: null })
  })

  it('is given up at once when Jira refuses it, and made when asked for again', async () => {
    await using other = await closing(await createHandoverWorld({ jira: { ...jira.settings, apiToken: 'wrong' } }))
    const { scope, issue } = await other.world.makeIssue()
    await createJiraTicket(other.world.deps, scope, { id: issue.id })
    const before = jira.asked.length
    await other.world.recover(3)
    expect(jira.asked.length).toBe(before + 1)
    const { items } = await getLinks(other.world.deps, scope, { id: issue.id })
    expect(items).toMatchObject([{ status: 'failed', lastError: expect.stringContaining('401') }])
    await setStatus(other.world.deps, scope, { id: issue.id, status: 'fixing' })
    await other.world.recover(1)
    expect(jira.asked.length).toBe(before + 1)
    expect(await createJiraTicket(other.world.deps, scope, { id: issue.id })).toMatchObject({ status: 'waiting' })
  })

  it('goes without its priority into a project that has none', async () => {
    const bare = await openJiraServer({ hasPriority: false })
    await using other = await closing(await createHandoverWorld({ jira: bare.settings }))
    const { scope, issue } = await other.world.makeIssue()
    await createJiraTicket(other.world.deps, scope, { id: issue.id })
    await other.world.recover(1)
    expect(bare.tickets).toMatchObject([{ key: 'OPS-1' }])
    await bare.close()
  })

  it('is refused for issues of others, and where Jira is not set up', async () => {
    const { issue } = await world.makeIssue()
    const elsewhere = await world.makeWorkspace()
    const refused = createJiraTicket(world.deps, elsewhere, { id: issue.id })
    await expect(refused).rejects.toMatchObject({ kind: 'not_found' })
    await using other = await closing(await createHandoverWorld({}))
    const own = await other.world.makeIssue()
    const unset = createJiraTicket(other.world.deps, own.scope, { id: own.issue.id })
    await expect(unset).rejects.toMatchObject({ kind: 'conflict' })
  })
})

const closing = async (world: HandoverWorld) => ({ world, [Symbol.asyncDispose]: () => world.close() })

it('what waits for another try waits in its queue once an issue, however often the sweep comes by', async () => {
  const { jira, ...world } = { jira: await openJiraServer(), ...(await createTestWorld({ withJobs: true })) }
  try {
    Object.assign(world.deps.integrations, { jira: jira.settings })
    const scope = await world.makeWorkspace()
    const steps = ['cart', 'pay'].map(name => ({ name, match: { event: name } }))
    const funnel = await createFunnel(world.deps, scope, { name: 'Checkout', steps, windowHours: 24 })
    const made = { title: 'Fell', funnelId: funnel.id, step: 'pay', severity: 'high' as const }
    const issue = await createIssue(world.deps, scope, made)
    await createJiraTicket(world.deps, scope, { id: issue.id })
    for (let minute = 0; minute < 3; minute++) await sweep(world.deps)
    const rows = await world.database.run(
      "select data from pgboss.job where name = 'issue-handover-due' and state = 'created'",
    )
    expect(rows).toEqual([{ data: { issueId: issue.id } }])
  } finally {
    await world.close()
    await jira.close()
  }
})
