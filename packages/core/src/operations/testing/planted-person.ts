import {
  attachmentBlobs,
  attachments,
  auditLog,
  chatSessions,
  companionCalls,
  companionMessages,
  companionThreads,
  conversations,
  diagnoses,
  entitlements,
  escalations,
  events,
  identities,
  issueHistory,
  issueLinks,
  issueNotices,
  issues,
  members,
  messageDeliveries,
  messages,
  oneTimeTokens,
  outgoingEmails,
  payments,
  people,
  receivedEmails,
  refreshTokens,
  sessions,
  subscriptionItems,
  subscriptions,
  supportDuty,
  unansweredQuestions,
  webhooks,
  workflowSteps,
  workflows,
} from '@quarterdeck/db'
import { z } from 'zod'
import { newId, nextNumber, type Scope } from '../../kernel/index.ts'
import type { TestWorld } from '../../testing/index.ts'
import { plantActivity } from './planted-activity.ts'
import { plantEssays } from './planted-essays.ts'
import { plantReports } from './planted-reports.ts'

const hour = 3_600_000
const anything = z.record(z.string(), z.string())

/** Somebody whose every trace carries a word of their own, so that what is left of them can be found. */
export interface PlantedPerson {
  id: string
  mark: string
  email: string
  name: string
}

/** Makes somebody, and puts their mark wherever a person can leave something. */
export async function plantPerson({ deps }: TestWorld, scope: Scope, mark: string): Promise<PlantedPerson> {
  const { db } = deps
  const { workspaceId } = scope
  const [id, email, name] = [newId(), `${mark}@example.com`, `Ann ${mark}`]
  const person: PlantedPerson = { id, mark, email, name }
  const at = new Date()
  const later = new Date(at.getTime() + hour)
  await db.insert(people).values({ id, email, name, passwordHash: mark, preferences: { [mark]: mark } })
  await db.insert(members).values({ workspaceId, personId: id, role: 'agent', traits: { plan: mark }, source: mark })
  const named = { workspaceId, personId: id, email, tieBreak: mark }
  await db.insert(identities).values([
    { ...named, provider: 'user', subject: `user-${mark}` },
    { ...named, provider: 'anonymous', subject: `browser-${mark}` },
    { ...named, provider: 'clerk', subject: `user_${mark}` },
    { ...named, provider: 'stripe', subject: `cus_${mark}` },
  ])
  const familyId = newId()
  await db
    .insert(sessions)
    .values({ id: `session-${mark}`, userId: id, familyId, ip: mark, userAgent: mark, expiresAt: later })
  await db.insert(refreshTokens).values({ hash: `refresh-${mark}`, familyId, personId: id, expiresAt: later })
  await db.insert(oneTimeTokens).values([
    { hash: `verify-${mark}`, purpose: 'verify_email', email, personId: id, expiresAt: later },
    { hash: `invite-${mark}`, purpose: 'invitation', email, workspaceId, role: 'agent', expiresAt: later },
  ])
  await db.insert(chatSessions).values({ workspaceId, personId: id, metadata: { topic: mark } })
  await plantMoney(db, workspaceId, person, at)
  await plantEvents(db, workspaceId, person, at)
  await plantRecords(db, workspaceId, person)
  await plantSupport(db, workspaceId, person)
  await plantEssays(db, workspaceId, person)
  await plantReports(db, workspaceId, person)
  await plantCompanion(db, workspaceId, person)
  await plantActivity(db, workspaceId, person)
  await db.transaction(tx => deps.jobs.enqueue(tx, { name: 'email', input: anything }, { email }))
  return person
}

type Db = TestWorld['deps']['db']

async function plantMoney(db: Db, workspaceId: string, { id, mark }: PlantedPerson, at: Date): Promise<void> {
  const shared = {
    ...{ workspaceId, personId: id, providerUpdatedAt: at, status: 'paid', currency: 'EUR', amount: 1_200 },
    raw: { payer: { first_name: mark }, payment_source: { last4: mark } },
  }
  const subject = { provider: 'clerk' as const, payerSubject: `user_${mark}` }
  await db.insert(payments).values([
    { ...shared, ...subject, providerId: newId(), cardLast4: mark, cardType: mark },
    // Not linked yet: known by its payer only.
    { ...shared, provider: 'stripe', payerSubject: `cus_${mark}`, personId: null, providerId: newId() },
  ])
  await db.insert(subscriptions).values({ ...shared, ...subject, providerId: newId() })
  await db.insert(subscriptionItems).values({ ...shared, ...subject, providerId: newId() })
  await db.insert(entitlements).values({ workspaceId, personId: id, tier: mark, features: [mark] })
}

async function plantEvents(db: Db, workspaceId: string, { id, mark }: PlantedPerson, at: Date): Promise<void> {
  const event = {
    ...{ workspaceId, name: `did ${mark}`, visitId: `visit-${mark}`, step: mark, device: mark, country: mark },
    ...{ appVersion: mark, errorType: mark, errorMessage: mark, properties: { deep: [{ [mark]: mark }] } },
    ...{ occurredAt: at, clientAt: at, receivedAt: at, source: 'sdk' as const },
  }
  const browser = { anonymousId: `browser-${mark}` }
  await db.insert(events).values([
    { ...event, ...browser, id: newId() },
    { ...event, ...browser, id: newId(), userId: `user-${mark}` },
    { ...event, id: newId(), userId: id, visitId: `portal-${mark}` },
  ])
}

/** A conversation of theirs with all that it can hold, and one of somebody else's that they answer. */
async function plantSupport(db: Db, workspaceId: string, { id, mark, name, email }: PlantedPerson): Promise<void> {
  const [own, other, customer, messageId, attachmentId] = [newId(), newId(), newId(), newId(), newId()]
  const answerId = newId()
  const common = { workspaceId, channel: 'web' as const, lastMessageAt: new Date(), lastSeq: 2, lastChange: 2 }
  await db.insert(people).values({ id: customer })
  await db.insert(members).values({ workspaceId, personId: customer, role: 'member' })
  const mine = {
    personId: id,
    subject: mark,
    contact: mark,
    category: mark,
    tags: [mark],
    metadata: { [mark]: mark },
    csatComment: mark,
  }
  await db.insert(conversations).values([
    { ...common, ...mine, id: own, number: await nextNumber(db, workspaceId, 'conversations') },
    {
      ...{ ...common, id: other, personId: customer, assigneeId: id, handler: 'staff' },
      ...{ number: await nextNumber(db, workspaceId, 'conversations'), subject: `For ${email}` },
    },
  ])
  const workflowId = newId()
  const about = { entity: 'conversation', entityId: own, key: `${own}:1`, input: { conversationId: own, note: mark } }
  await db.insert(workflows).values({ ...about, id: workflowId, workspaceId, name: 'reply', status: 'completed' })
  const step = { workspaceId, workflowId, name: 'generate', position: 1, status: 'completed' as const }
  await db.insert(workflowSteps).values({ ...step, startedAt: new Date(), result: { text: `Dear ${mark}` } })
  const said = { workspaceId, authorKind: 'person' as const, role: 'user' as const, content: mark, clientId: mark }
  const answered = {
    ...said,
    authorKind: 'staff' as const,
    role: 'assistant' as const,
    conversationId: other,
    authorId: id,
  }
  await db.insert(messages).values([
    { ...said, id: messageId, conversationId: own, authorId: id, seq: 1, change: 1 },
    { ...answered, id: answerId, content: 'It is on its way', clientId: null, seq: 1, change: 1 },
    {
      ...answered,
      content: `${name} has joined`,
      clientId: null,
      authorKind: 'system',
      authorId: null,
      seq: 2,
      change: 2,
    },
  ])
  const sent = { workspaceId, seq: 1, part: 0, channel: 'email' as const, status: 'failed' as const }
  await db.insert(messageDeliveries).values([
    { ...sent, conversationId: own, messageId, body: mark, error: mark, externalId: mark },
    { ...sent, conversationId: other, messageId: answerId, body: `${name} here`, error: `${email} may not` },
  ])
  await db.insert(receivedEmails).values([
    { workspaceId, conversationId: own, messageId, headerId: `<${mark}@example.com>`, subject: mark, text: mark },
    {
      ...{ workspaceId, conversationId: other, messageId: answerId, headerId: `<${newId()}@example.com>` },
      ...{ subject: `For ${name}`, text: `${email} wrote` },
    },
  ])
  const waiting = { workspaceId, priority: 'high' as const, dueAt: new Date(), assigneeId: id }
  await db.insert(escalations).values([
    { ...waiting, conversationId: own, reason: mark },
    { ...waiting, conversationId: other, reason: `Asked for ${name}` },
  ])
  const file = { workspaceId, type: 'text/plain', size: 1, uploaderId: id }
  await db.insert(attachments).values([
    { ...file, id: attachmentId, conversationId: own, messageId, name: mark },
    { ...file, conversationId: other, name: 'terms.txt' },
  ])
  await db.insert(attachmentBlobs).values({ attachmentId, content: Buffer.from(mark) })
  await db.insert(supportDuty).values({ workspaceId, personId: id, since: new Date() })
}

/** A thread of theirs, and one of somebody else's in which they are asked about. */
async function plantCompanion(db: Db, workspaceId: string, { id, mark, name }: PlantedPerson): Promise<void> {
  for (const ownerId of [id, newId()]) {
    const [threadId, messageId] = [newId(), newId()]
    const now = new Date()
    await db.insert(companionThreads).values({ workspaceId, id: threadId, ownerId, title: name, lastMessageAt: now })
    const about = { workspaceId, threadId, content: `What of ${name}?` }
    await db
      .insert(companionMessages)
      .values({ ...about, id: messageId, seq: 1, change: 1, role: 'assistant', status: 'done' })
    const result = { about: mark, tables: [{ name: 'rows', columns: ['who'], rows: [[name]], cut: false }] }
    const call = { workspaceId, threadId, messageId, number: 1, place: 'run', tool: 'sql', milliseconds: 1 }
    await db.insert(companionCalls).values({ ...call, args: { query: `select '${name}'` }, result, error: name })
    const workflowId = newId()
    const entity = { entity: 'companion_thread', entityId: threadId, key: messageId, input: {} }
    await db.insert(workflows).values({ ...entity, id: workflowId, workspaceId, name: 'companion-answer' })
    const step = { workspaceId, workflowId, name: 'turn-1', position: 1, status: 'completed' as const }
    await db.insert(workflowSteps).values({ ...step, startedAt: now, result: { text: name } })
  }
}

async function plantRecords(db: Db, workspaceId: string, person: PlantedPerson): Promise<void> {
  const { id, mark, email, name } = person
  const requestId = newId()
  const own = { workspaceId, requestId, actorKind: 'person' as const, actorId: id, actorName: name, ip: mark }
  const others = { workspaceId, requestId, actorKind: 'system' as const, actorName: 'test' }
  const assigned = { assignee: name, assigneeId: id }
  await db.insert(auditLog).values([
    { ...own, action: 'people.updateMe', entity: 'person', entityId: id, before: { name: mark }, after: { name } },
    { ...own, action: 'funnels.create', entity: 'funnel', entityId: newId(), after: { name: 'Checkout' } },
    { ...others, action: 'invitations.create', entity: 'invitation', entityId: newId(), after: { email } },
    {
      ...others,
      action: 'issues.assign',
      entity: 'issue',
      entityId: newId(),
      before: assigned,
      after: { assignee: null },
    },
  ])
  await db
    .insert(outgoingEmails)
    .values({ workspaceId, to: email, subject: `For ${name}`, text: mark, lastError: mark })
  const delivery = JSON.stringify({ type: 'user.updated', data: { id: `user_${mark}`, first_name: mark } })
  await db.insert(webhooks).values([
    {
      ...{ workspaceId, source: 'clerk', deliveryId: newId(), eventType: 'user.updated', headers: { 'x-of': mark } },
      ...{ body: Buffer.from(delivery), status: 'done', lastError: mark },
    },
    {
      ...{ workspaceId, source: 'stripe', deliveryId: newId(), eventType: 'invoice.paid', headers: {} },
      body: Buffer.from(JSON.stringify({ customer_email: email.toUpperCase(), customer_name: name, odd: 'ü' })),
    },
  ])
  const number = await nextNumber(db, workspaceId, 'issues')
  const [issue] = await db
    .insert(issues)
    .values({
      ...{ workspaceId, number, kind: 'manual', title: 'A drop', step: 'pay', stepIndex: 0, lastStep: 'pay' },
      ...{ stepCount: 1, severity: 'low', assigneeId: id, detectedAt: new Date(), lastSeenAt: new Date() },
    })
    .returning({ id: issues.id })
  await db.insert(diagnoses).values({
    ...{ workspaceId, issueId: issue?.id ?? '', rootCause: `${name} could not pay`, explanation: `Told by ${email}` },
    ...{ claims: [{ text: `user-${mark} saw it`, evidence: ['e1'] }], actions: [`Ask ${name}`], milliseconds: 1 },
    ...{ evidence: { e1: { text: `no cart for browser-${mark}` } }, failure: email },
  })
  const entry = { workspaceId, issueId: issue?.id ?? '', actorKind: 'person' as const, actorName: name }
  await db.insert(issueHistory).values([
    { ...entry, actorId: id, kind: 'status', note: `Ask ${name} (${email}) about it` },
    { ...entry, actorName: 'Somebody', kind: 'assigned', data: { from: null, fromId: null, to: name, toId: id } },
    { ...entry, actorName: 'Somebody', kind: 'assigned', data: { from: name, fromId: id, to: null, toId: null } },
  ])
  const { issueId } = entry
  const files = [{ path: 'OWNERS', content: `Ask "${name}" <${email}>` }]
  await db.insert(issueLinks).values({
    ...{ workspaceId, issueId, kind: 'github_pr', status: 'failed', request: { repository: 'acme/shop', files } },
    lastError: `GitHub answered 422: ${email} may not`,
  })
  await db.insert(unansweredQuestions).values([
    { workspaceId, question: `Where is the order of ${name}?`, normal: `order of ${mark}`, lastAt: new Date() },
    { workspaceId, question: 'Where is it?', normal: newId(), lastAt: new Date(), resolvedBy: id },
  ])
  await db.insert(issueNotices).values({ workspaceId, issueId, channel: 'slack', lastError: `No ${name} here` })
}
