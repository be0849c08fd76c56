import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { scopeOf } from '../identity/index.ts'
import type { Integrations, Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { openSlackServer } from '../testing/outside.ts'
import {
  createConversation,
  escalate,
  getConversation,
  markRead,
  sendMessage,
  setDuty,
  takeOver,
  updateConversation,
  updateSupportSettings,
  writeNote,
} from './index.ts'
import { run as notice } from './slack-notice-job.ts'
import { run as sweep } from './sweep-job.ts'

const hour = 3_600_000
const start = new Date('2026-03-02T09:00:00Z')
let world: TestWorld
let scope: Scope
let slack: Awaited<ReturnType<typeof openSlackServer>>
const use = (settings: Integrations['slack']) => Object.assign(world.deps.integrations, { slack: settings })

beforeAll(async () => {
  slack = await openSlackServer()
  world = await createTestWorld()
})
afterAll(async () => {
  await world.close()
  await slack.close()
})
beforeEach(async () => {
  slack.messages.length = 0
  use(null)
  world.setNow(start)
  scope = await world.makeWorkspace()
})

async function escalated() {
  const personId = await world.makePerson(scope, 'member', undefined)
  const subject = 'My card 4000 was refused'
  const { id, number } = await createConversation(world.deps, scope, {
    ...{ channel: 'web', priority: 'medium', metadata: {}, personId, subject },
  })
  const { escalation } = await escalate(world.deps, scope, { id, reason: 'Zoë is angry', priority: 'high' })
  return { id, number, escalationId: escalation?.id ?? '', due: '2026-03-02 10:00 UTC' }
}
const actAs = (id: string, role: 'member' | 'agent'): Scope =>
  scopeOf(
    {
      kind: 'person',
      signedIn: {
        person: { id, email: null, name: 'Mei Tanaka' },
        ...{ familyId: null, expiresAt: new Date() },
        workspaces: [{ id: scope.workspaceId, name: '', role }],
      },
    },
    scope.workspaceId,
    'member',
    { requestId: 'test', ip: null, userAgent: null },
  )
const mails = () =>
  world.database.run<{ to: string; subject: string }>(
    'select "to", subject from outgoing_emails where workspace_id = $1 order by created_at, "to"',
    [scope.workspaceId],
  )

it.each(['bot', 'plain'] as const)('Slack hears of an escalation in one line with a link, as %s', async kind => {
  use(slack[kind])
  const { id, number, due } = await escalated()
  await world.runJobs()
  expect(slack.messages.map(({ text }) => text)).toEqual([
    `Conversation #${number} needs a person (high, due ${due})\n<http://localhost:4400/admin/support/${id}|Open the conversation>`,
  ])
})

it('a refusal of Slack fails the job, which is tried again; without Slack there is nothing to do', async () => {
  const { id: conversationId, escalationId } = await escalated()
  const about = { workspaceId: scope.workspaceId, conversationId, escalationId, occasion: 'opened' as const }
  use({ ...slack.bot, botToken: 'xoxb-wrong' })
  await expect(notice(world.deps, about)).rejects.toThrow(/invalid_auth/)
  use(null)
  await notice(world.deps, about)
  use(slack.bot)
  await notice(world.deps, { ...about, escalationId: crypto.randomUUID() })
  expect(slack.messages).toEqual([])
})

it('whoever it was given to is told first; when nobody came in time, everybody who answers is, once', async () => {
  use(slack.bot)
  const [one, other] = [
    await world.makePerson(scope, 'agent', 'a@x.example'),
    await world.makePerson(scope, 'admin', 'b@x.example'),
  ]
  await world.makePerson(scope, 'viewer', 'c@x.example')
  await setDuty(world.deps, scope, { onDuty: true, personId: one })
  const { id, number, due } = await escalated()
  const accepted = await escalated()
  await takeOver(world.deps, scope, { id: accepted.id, assigneeId: other })
  const opened = await mails()
  expect(opened.map(({ to }) => to)).toEqual(['a@x.example', 'a@x.example'])
  await sweep(world.deps)
  expect(await mails()).toEqual(opened)
  world.setNow(new Date(start.getTime() + hour + 1))
  await Promise.all([sweep(world.deps), sweep(world.deps)])
  await sweep(world.deps)
  await world.runJobs()
  const subject = `Conversation #${number} is overdue: nobody has accepted it (high, was due ${due})`
  expect((await mails()).slice(opened.length)).toEqual([
    { to: 'a@x.example', subject },
    { to: 'b@x.example', subject },
  ])
  expect(slack.messages.filter(({ text }) => text.startsWith(subject) && text.includes(id))).toHaveLength(1)
})

it('whoever is given a conversation hears of it, and has what waits of it in the queue; who takes it hears nothing', async () => {
  const [one, other] = [
    await world.makePerson(scope, 'agent', 'one@x.example'),
    await world.makePerson(scope, 'agent', 'other@x.example'),
  ]
  const lead = actAs(one, 'agent')
  const { id, number } = await escalated()
  const before = (await mails()).length
  const give = (assigneeId: string | null) => updateConversation(world.deps, lead, { id, assigneeId })
  await give(one)
  expect(await mails()).toHaveLength(before)
  expect(await give(other)).toMatchObject({
    assignee: { id: other },
    escalation: { assignee: { id: other }, acceptedAt: null },
  })
  await give(other)
  expect((await mails()).slice(before)).toEqual([
    { to: 'other@x.example', subject: `Conversation #${number} was given to you` },
  ])
  expect(await give(null)).toMatchObject({ assignee: null, escalation: { assignee: null } })
})

it('what a person answered and nobody read is mailed, once, to an address that is proven; what is read is not', async () => {
  const customerId = await world.makePerson(scope, 'member', 'ada@x.example')
  const [customer, staff] = [actAs(customerId, 'member'), actAs(await world.makePerson(scope, 'agent'), 'agent')]
  const { id } = await createConversation(world.deps, customer, { channel: 'web', priority: 'medium', metadata: {} })
  const answer = (content: string) => sendMessage(world.deps, staff, { conversationId: id, content, attachmentIds: [] })
  const later = async (minutes: number) => {
    world.setNow(new Date(start.getTime() + minutes * 60_000))
    await world.runJobs()
    return (await mails()).length
  }
  await answer('It left our house')
  expect(await later(11)).toBe(0)
  await world.database.run("update people set email_verified_at = '2026-01-01' where id = $1", [customerId])
  await answer('It arrives on Tuesday')
  await writeNote(world.deps, staff, { conversationId: id, content: 'An odd one', attachmentIds: [] })
  expect(await later(20)).toBe(0)
  await answer('At noon')
  expect(await later(22)).toBe(0)
  expect(await later(31)).toBe(1)
  const [mail] = await world.database.run<{ text: string }>('select text from outgoing_emails where "to" = $1', [
    'ada@x.example',
  ])
  expect(mail?.text).toBe(
    `Test has answered you:\n\nIt left our house\n\nIt arrives on Tuesday\n\nAt noon\n\nRead the conversation and answer: http://localhost:4400/support/${id}\n`,
  )
  expect(await getConversation(world.deps, staff, { id })).toMatchObject({ mailedSeq: 4, personReadSeq: 0 })
  const { seq } = await answer('Read at once')
  await markRead(world.deps, customer, { conversationId: id, seq })
  expect(await later(60)).toBe(1)
  await updateSupportSettings(world.deps, scope, { unreadMinutes: 0 })
  await answer('Never mailed')
  expect(await later(120)).toBe(1)
  const logged = await world.database.run('select after from audit_log where action = $1 and workspace_id = $2', [
    'conversations.mailUnread',
    scope.workspaceId,
  ])
  expect(logged).toEqual([{ after: { seq: 4, messages: 3 } }])
})

it('the sweep clears away uploads of a day ago that were sent with no message, and no other', async () => {
  const { id } = await escalated()
  const [message] = await world.database.run<{ id: string }>('select id from messages where conversation_id = $1', [id])
  const add = (name: string, messageId: string | null, at: number) =>
    world.database.run(
      `insert into attachments (id, workspace_id, conversation_id, message_id, name, type, size, created_at)
       values ($1, $2, $3, $4, $5, 'text/plain', 1, $6)`,
      [crypto.randomUUID(), scope.workspaceId, id, messageId, name, new Date(start.getTime() + at).toISOString()],
    )
  await add('sent long ago', message?.id ?? '', -48 * hour)
  await add('left behind', null, -25 * hour)
  await add('being written', null, -23 * hour)
  await sweep(world.deps)
  const left = await world.database.run<{ name: string }>(
    'select name from attachments where workspace_id = $1 order by name',
    [scope.workspaceId],
  )
  expect(left.map(({ name }) => name)).toEqual(['being written', 'sent long ago'])
})
