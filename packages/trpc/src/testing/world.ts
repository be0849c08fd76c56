import { randomInt } from 'node:crypto'
import {
  createEssayRequest,
  finishEssay,
  listShares,
  readDocument,
  saveDraft,
  shareEssay,
} from '@quarterdeck/core/essay-requests'
import { importEssays, listEssays, listEssaysInput } from '@quarterdeck/core/essays'
import {
  createChatSession,
  createInvitation,
  createKey,
  identify,
  requestPasswordReset,
  rotateUserSecret,
  scopeOf,
  signIn,
  signInVisitor,
  signUp,
  signUserId,
} from '@quarterdeck/core/identity'
import { createIssue, setStatus } from '@quarterdeck/core/issues'
import { type Deps, newId, type Origin, type Scope } from '@quarterdeck/core/kernel'
import { addDocument, noteUnanswered, updateDocument } from '@quarterdeck/core/knowledge'
import {
  appendMessage,
  createAgent,
  createCannedReply,
  createConversation,
  escalate,
  resolveConversation,
  sendMessage,
} from '@quarterdeck/core/support'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { createFunnel, ingest } from '@quarterdeck/core/tracking'
import type { ApiKeyScope, Role } from '@quarterdeck/db'

export const origin: Origin = { requestId: 'test', ip: null, userAgent: null }
export const password = 'correct horse battery'
/** Of the account that the sample of `auth.signIn` opens: `makeKnownAccount`. */
export const knownEmail = 'known@example.com'

/** One of each thing that a workspace holds; the samples name them by these ids. */
export interface Things {
  funnelId: string
  issueId: string
  /** An issue that is fixed, whose fix can be measured. */
  fixedIssueId: string
  /** Somebody who belongs to the workspace. */
  personId: string
  visitId: string
  essayId: string
  documentId: string
  /** One that has had two texts. */
  oldDocumentId: string
  questionId: string
  keyId: string
  /** Somebody else who belongs to it, to be erased. */
  erasableId: string
  webhookId: string
  workflowId: string
  /** One that can be begun anew. */
  failedWorkflowId: string
  chatSessionId: string
  agentId: string
  cannedReplyId: string
  /** Of `personId`, with a message of theirs. */
  conversationId: string
  messageId: string
  /** An answer in it that cites `documentId`. */
  answerId: string
  /** What could not be sent to a telephone. */
  failedMessageId: string
  /** Of `personId` too: the AI has it. */
  aiConversationId: string
  escalationId: string
  /** Somebody who answers customers. */
  staffId: string
  /** Of `personId`: a request with a draft, another, and one that is finished, with two links to it. */
  essayRequestId: string
  openEssayId: string
  finishedEssayId: string
  essayShareId: string
  essayToken: string
  /** Of whoever calls: a conversation, a message and a file in it, and another that is resolved. */
  ownConversationId: string
  ownMessageId: string
  ownAttachmentId: string
  settledConversationId: string
  /** A public key of the workspace. */
  writeKey: string
  /** Of the user `a-user`. */
  userHash: string
  /** Of somebody without an account. */
  visitorToken: string
  sessionId: string
  invitationId: string
  invitationToken: string
  verifyToken: string
  resetToken: string
  refreshToken: string
}

/** Fills a workspace. Everything in it bears the mark in its text, so that it is recognised wherever it turns up. */
export async function fill(world: TestWorld, scope: Scope, mark: string): Promise<Things> {
  const { deps } = world
  const steps = ['open', 'pay'].map(name => ({ name, match: { event: `${mark}_${name}` } }))
  const funnel = await createFunnel(deps, scope, { name: `${mark} funnel`, steps, windowHours: 24 })
  const issue = await createIssue(deps, scope, {
    ...{ title: `${mark} issue`, funnelId: funnel.id, step: 'open', severity: 'high', note: `${mark} note` },
  })
  const other = await createFunnel(deps, scope, { name: `${mark} other funnel`, steps, windowHours: 24 })
  const fixed = await createIssue(deps, scope, {
    ...{ title: `${mark} fixed issue`, funnelId: other.id, step: 'open', severity: 'low' },
  })
  await setStatus(deps, scope, { id: fixed.id, status: 'fixed' })
  const visitId = `${mark}-visit`
  const events = ['open', 'pay', 'identify'].map(name => ({
    ...{ id: newId(), name: name === 'identify' ? name : `${mark}_${name}`, step: `${mark}-step` },
    ...{ timestamp: Date.now() - 1_000, visitId, userId: `${mark}-user`, anonymousId: `${mark}-browser` },
    properties: { name: `${mark} person` },
  }))
  await ingest(deps, scope, { spelling: 'events', events })
  const [identity] = await deps.database.run<{ person_id: string }>(
    "select person_id from identities where workspace_id = $1 and provider = 'user'",
    [scope.workspaceId],
  )
  if (!identity) throw new Error('identify linked nobody')
  const { id: keyId } = await createKey(deps.db, scope, { name: `${mark} key`, scopes: ['ingest'] })
  const { key: writeKey } = await createKey(deps.db, scope, { name: `${mark} page`, scopes: ['ingest'] })
  const member = await signUp(deps, origin, { email: `${newId()}@example.com`, password })
  const { id: memberId } = member.person
  await deps.database.run('update members set workspace_id = $1 where person_id = $2', [scope.workspaceId, memberId])
  await deps.database.run('update people set name = $1 where id = $2', [`${mark} member`, memberId])
  const knowledge = await fillKnowledge(deps, scope, mark)
  return {
    ...{ funnelId: funnel.id, issueId: issue.id, fixedIssueId: fixed.id, personId: identity.person_id, visitId, keyId },
    essayId: await fillEssayItem(deps, scope, mark),
    ...knowledge,
    erasableId: await world.makePerson(scope, 'member'),
    writeKey,
    ...(await fillEssays(deps, scope, identity.person_id, mark)),
    userHash: signUserId((await rotateUserSecret(deps, scope)).secret, 'a-user'),
    // From an address of its own: each may have so many visitors only.
    visitorToken: (
      await signInVisitor(
        deps,
        { ...origin, ip: `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}` },
        { writeKey },
      )
    ).token,
    ...(await fillSupport(world, scope, identity.person_id, knowledge.documentId, mark)),
    ...(await ownThings(deps, member.token, { mark })),
    ...(await secrets(world, scope)),
    ...(await fillWorkflows(deps, scope, mark)),
    webhookId: await fillBilling(deps, scope, identity.person_id, mark),
  }
}

/** One workflow that waits, and one that failed. */
async function fillWorkflows({ database }: Deps, { workspaceId }: Scope, mark: string) {
  const ids = { workflowId: newId(), failedWorkflowId: newId() }
  for (const [id, status] of [
    [ids.workflowId, 'pending'],
    [ids.failedWorkflowId, 'failed'],
  ]) {
    await database.run(
      `insert into workflows (id, workspace_id, name, key, status, input) values ($1, $2, 'rate-limit-sweep', $3, $4, '{}')`,
      [id, workspaceId, `${mark} ${id}`, status],
    )
    await database.run(
      `insert into workflow_steps (id, workspace_id, workflow_id, name, position, status, error, started_at)
       values ($1, $2, $3, $4, 1, 'failed', $4, now())`,
      [newId(), workspaceId, id, mark],
    )
  }
  return ids
}

/** An essay item as the other system spells it. */
export const essayRow = (itemId: string, mark = 'own') => ({
  ...{ item_id: itemId, student_id: `${mark} student`, student_acquisition_channel: `${mark} channel` },
  ...{ student_location: `${mark} place`, student_is_multi_draft: true, draft: 2, word_count: 650, revenue: 4_500 },
  ...{ turnaround: 'Express', item_status: 'Completed', essay_rating_numeric: 7.5, satisfaction_rating: 'E+' },
  ...{ submitted_at: new Date().toISOString(), time_remaining_hours: -3 },
})

async function fillEssayItem(deps: Deps, scope: Scope, mark: string): Promise<string> {
  const rows = ['one', 'two'].map(name => essayRow(`${mark} ${name}`, mark))
  await importEssays(deps, scope, { rows, revenueUnit: 'minor', currency: 'USD' })
  const { items } = await listEssays(deps, scope, listEssaysInput.parse({}))
  return items[0]?.id ?? ''
}

/** A document, another that was changed, and a question that neither answers. */
async function fillKnowledge(deps: Deps, scope: Scope, mark: string) {
  const text = { type: 'faq' as const, content: `# ${mark} heading\n\nThe ${mark} document.` }
  const { id: documentId } = await addDocument(deps, scope, { ...text, title: `${mark} document` })
  const { id: oldDocumentId } = await addDocument(deps, scope, { ...text, title: `${mark} old document` })
  await updateDocument(deps, scope, { id: oldDocumentId, content: `The newer ${mark} document.` })
  await deps.db.transaction(tx => noteUnanswered(tx, deps, scope, { question: `What is ${mark}?` }))
  const [question] = await deps.database.run<{ id: string }>(
    'select id from unanswered_questions where workspace_id = $1',
    [scope.workspaceId],
  )
  return { documentId, oldDocumentId, questionId: question?.id ?? '' }
}

/** Conversations of a customer: one as it is, one that the AI has, one that waits for a person. */
async function fillSupport(world: TestWorld, scope: Scope, personId: string, documentId: string, mark: string) {
  const { deps } = world
  const begin = (subject: string) =>
    createConversation(deps, scope, { channel: 'web', priority: 'medium', metadata: {}, personId, subject })
  const agent = await createAgent(deps, scope, {
    ...{ name: `${mark} agent`, type: 'support', categories: ['refunds'], languages: ['de'], prompt: `${mark} prompt` },
  })
  const reply = await createCannedReply(deps, scope, { shortcut: 'refund', title: `${mark} reply`, content: mark })
  const conversation = await begin(`${mark} conversation`)
  const message = await deps.db.transaction(tx =>
    appendMessage(tx, deps, scope, {
      ...{ conversationId: conversation.id, role: 'user', authorKind: 'person', authorId: personId },
      content: `${mark} message`,
    }),
  )
  const cited = { documentId, chunkId: newId(), title: `${mark} document`, headings: [`${mark} heading`], quote: mark }
  const answer = await deps.db.transaction(tx =>
    appendMessage(tx, deps, scope, {
      ...{ conversationId: conversation.id, role: 'assistant', authorKind: 'agent', authorId: agent.id },
      ...{ content: `${mark} answer`, citations: [cited] },
    }),
  )
  const called = await createConversation(deps, scope, { channel: 'sms', priority: 'low', metadata: {}, personId })
  const failed = await deps.db.transaction(tx =>
    appendMessage(tx, deps, scope, {
      ...{ conversationId: called.id, role: 'system', authorKind: 'system', content: `${mark} notice` },
    }),
  )
  await deps.database.run("update message_deliveries set status = 'failed', due_at = null where message_id = $1", [
    failed.id,
  ])
  await deps.database.run(
    `insert into received_emails (message_id, workspace_id, conversation_id, header_id, subject, text)
     values ($1, $2, $3, $4, $4, $4)`,
    [message.id, scope.workspaceId, conversation.id, `${mark} e-mail`],
  )
  const waiting = await begin(`${mark} waiting`)
  const staffId = await world.makePerson(scope, 'agent')
  const { escalation } = await escalate(deps, scope, { id: waiting.id, reason: `${mark} reason`, priority: 'high' })
  return {
    ...{ agentId: agent.id, cannedReplyId: reply.id, conversationId: conversation.id, messageId: message.id, staffId },
    answerId: answer.id,
    failedMessageId: failed.id,
    aiConversationId: (await begin(`${mark} of the AI`)).id,
    escalationId: escalation?.id ?? '',
  }
}

/** Requests of a customer: two that somebody works on, and one that is finished. */
async function fillEssays(deps: Deps, scope: Scope, ownerId: string, mark: string) {
  const content = readDocument(`The ${mark} essay.`)
  const order = async () => {
    const { id } = await createEssayRequest(deps, scope, {
      ...{
        studentName: `${mark} student`,
        studentEmail: `${mark}@example.com`,
        applicationType: mark,
        ownerId,
        content,
      },
      ...{ programPrompt: `${mark} prompt`, turnaround: 'standard', comments: mark },
    })
    await saveDraft(deps, scope, { id, content: readDocument(`The better ${mark} essay.`), baseVersion: 0 })
    return id
  }
  const [essayRequestId, openEssayId, finishedEssayId] = [await order(), await order(), await order()]
  await finishEssay(deps, scope, { id: finishedEssayId, currentScore: 6, potentialScore: 8 })
  const share = await shareEssay(deps, scope, { id: finishedEssayId, expiresInDays: 7 })
  const essayToken = new URL(share.url).searchParams.get('token') ?? ''
  const { items } = await listShares(deps, scope, { id: finishedEssayId })
  const mailed = items.find(({ madeBy }) => madeBy === 'finish')
  return { essayRequestId, openEssayId, finishedEssayId, essayShareId: mailed?.id ?? '', essayToken }
}

/** A delivery that is dead; and what somebody paid for, of which the greater part has ended. */
async function fillBilling(
  { database }: Deps,
  { workspaceId }: Scope,
  personId: string,
  mark: string,
): Promise<string> {
  const webhookId = newId()
  await database.run(
    `insert into webhooks (id, workspace_id, source, delivery_id, event_type, headers, body, status)
     values ($1, $2, 'clerk', $3, 'user.updated', '{}', convert_to($3, 'UTF8'), 'dead')`,
    [webhookId, workspaceId, `${mark}-${webhookId}`],
  )
  const record = 'workspace_id, provider, provider_id, provider_updated_at, person_id, raw, status'
  const values = `$2, 'clerk', $3, now(), $4, '{}'`
  const params = [newId(), workspaceId, `${mark}-record`, personId]
  await database.run(`insert into payments (id, ${record}) values ($1, ${values}, 'paid')`, params)
  await database.run(`insert into subscriptions (id, ${record}) values ($1, ${values}, 'active')`, params)
  await database.run(
    `insert into subscription_items (id, ${record}, subscription_provider_id) values ($1, ${values}, 'active', $3)`,
    params,
  )
  await database.run(
    `insert into entitlements (id, workspace_id, person_id, tier, features, valid_until)
     values ($1, $2, $3, 'pro', '{chat}', now() - interval '1 day')`,
    [newId(), workspaceId, personId],
  )
  return webhookId
}

type OwnThing =
  | 'sessionId'
  | 'chatSessionId'
  | 'ownConversationId'
  | 'ownMessageId'
  | 'ownAttachmentId'
  | 'settledConversationId'

/** Things that are good only for the person whose token it is: another of their sessions, and what they talk about. */
export async function ownThings(deps: Deps, token: string, { mark = 'own' } = {}): Promise<Pick<Things, OwnThing>> {
  const caller = await identify(deps, token)
  const scope = scopeOf(caller, null, 'member', origin)
  const chat = await createChatSession(deps, scope, { metadata: { mark } })
  const begin = () =>
    createConversation(deps, scope, { channel: 'web', priority: 'medium', metadata: {}, subject: mark })
  const { id: ownConversationId, person } = await begin()
  const said = { conversationId: ownConversationId, content: mark, attachmentIds: [] }
  const { id: ownMessageId } = await sendMessage(deps, scope, said)
  const ownAttachmentId = newId()
  await deps.database.run(
    `insert into attachments (id, workspace_id, conversation_id, uploader_id, name, type, size)
     values ($1, $2, $3, $4, $5, 'text/plain', 1)`,
    [ownAttachmentId, scope.workspaceId, ownConversationId, person.id, mark],
  )
  const settled = await resolveConversation(deps, scope, await begin())
  return {
    ...{ sessionId: (await signInAgain(deps, token)).sessionId, chatSessionId: chat.id },
    ...{ ownConversationId, ownMessageId, ownAttachmentId, settledConversationId: settled.id },
  }
}

/** Opens another session of the person whose token it is. */
export async function signInAgain(deps: Deps, token: string): Promise<{ token: string; sessionId: string }> {
  const caller = await identify(deps, token)
  if (caller?.kind !== 'person') throw new Error('Nobody has this token')
  const other = await signIn(deps, origin, { email: caller.signedIn.person.email ?? '', password })
  const session = await identify(deps, other.token)
  if (session?.kind !== 'person' || !session.signedIn.familyId) throw new Error('The session was not opened')
  return { token: other.token, sessionId: session.signedIn.familyId }
}

/** The secret of the last link that was sent to an address. */
async function linkTo(deps: Deps, email: string): Promise<string> {
  const [mail] = await deps.database.run<{ text: string }>(
    'select text from outgoing_emails where "to" = $1 order by created_at desc, id desc limit 1',
    [email],
  )
  const token = /token=([\w-]+)/.exec(mail?.text ?? '')?.[1]
  if (!token) throw new Error(`No link was sent to ${email}`)
  return token
}

/** What opens something once: each of it unused. */
async function secrets(world: TestWorld, scope: Scope) {
  const { deps } = world
  const address = () => `${newId()}@example.com`
  const [fresh, forgetful, invited] = [address(), address(), address()]
  const { refreshToken } = await signUp(deps, origin, { email: fresh, password })
  await signUp(deps, origin, { email: forgetful, password })
  await requestPasswordReset(deps, origin, { email: forgetful })
  await world.runJobs()
  await createInvitation(deps, scope, { email: invited, role: 'viewer' })
  const invitation = await createInvitation(deps, scope, { email: address(), role: 'viewer' })
  return {
    refreshToken,
    verifyToken: await linkTo(deps, fresh),
    resetToken: await linkTo(deps, forgetful),
    invitationId: invitation.id,
    invitationToken: await linkTo(deps, invited),
  }
}

export const signUpFresh = (deps: Deps) => signUp(deps, origin, { email: `${newId()}@example.com`, password })

export const freshRefreshToken = async (deps: Deps): Promise<string> => (await signUpFresh(deps)).refreshToken

export const makeKnownAccount = (deps: Deps) => signUp(deps, origin, { email: knownEmail, password })

/** Makes an account in the first workspace with this role, or with no place at all, and gives its token. */
export async function signInAs(deps: Deps, role: Role | 'nowhere'): Promise<string> {
  const session = await signUp(deps, origin, { email: `${newId()}@example.com`, password })
  const personId = session.person.id
  if (role === 'nowhere') await deps.database.run('delete from members where person_id = $1', [personId])
  else await deps.database.run('update members set role = $1 where person_id = $2', [role, personId])
  return session.token
}

export async function makeKey(deps: Deps, scope: Scope, ...scopes: ApiKeyScope[]): Promise<string> {
  return (await createKey(deps.db, scope, { name: `key ${newId()}`, scopes })).key
}

export { createTestWorld, type TestWorld }
