import { type Deps, newId, type Scope } from '@quarterdeck/core/kernel'
import {
  appendMessage,
  createAgent,
  createCannedReply,
  createConversation,
  escalate,
  resolveConversation,
  sendMessage,
} from '@quarterdeck/core/support'
import type { TestWorld } from '@quarterdeck/core/testing'

export interface SupportThings {
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
}

/** Of whoever calls: a conversation, a message and a file in it, and another that is resolved. */
export interface OwnSupportThings {
  ownConversationId: string
  ownMessageId: string
  ownAttachmentId: string
  settledConversationId: string
}

/** Conversations of a customer: one as it is, one that the AI has, one that waits for a person. */
export async function fillSupport(
  world: TestWorld,
  scope: Scope,
  { personId, documentId }: { personId: string; documentId: string },
  mark: string,
): Promise<SupportThings> {
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

export async function ownSupport(deps: Deps, scope: Scope, mark: string): Promise<OwnSupportThings> {
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
  return { ownConversationId, ownMessageId, ownAttachmentId, settledConversationId: settled.id }
}
