export {
  addOutcome,
  availableAgent,
  createAgent,
  getAgent,
  listAgents,
  listPrompts,
  recordOutcome,
  updateAgent,
} from './agents.ts'
export { appendMessage, type NewMessage } from './append-message.ts'
export { type AttachmentFile, readAttachment, uploadAttachment, uploadInput } from './attachments.ts'
export {
  createCannedReply,
  listCannedReplies,
  removeCannedReply,
  updateCannedReply,
} from './canned-replies.ts'
export { emailWebhook } from './channels/email-webhook.ts'
export { getOriginal, type OriginalDto } from './channels/original.ts'
export { retryDelivery } from './channels/retry-delivery.ts'
export { signTwilio, twilioWebhook } from './channels/twilio-webhook.ts'
export { createConversation, updateConversation } from './commands.ts'
export { getContext } from './context.ts'
export { listDuty, setDuty } from './duty.ts'
export { escalate, escalateHeld, openEscalation } from './escalate.ts'
export { countWaiting, listEscalations, type QueuedEscalationDto } from './escalation-queries.ts'
export { followConversation, type PlacedEvent, whisper } from './events.ts'
export {
  acceptEscalation,
  handBack,
  rateConversation,
  reopenConversation,
  resolveConversation,
  takeOver,
} from './handling.ts'
export {
  availableAgentInput,
  createAgentInput,
  createCannedReplyInput,
  createConversationInput,
  editMessageInput,
  escalateInput,
  listAgentsInput,
  listConversationsInput,
  listEscalationsInput,
  listMessagesInput,
  markReadInput,
  myConversationsInput,
  noteInput,
  onEventInput,
  rateInput,
  recordOutcomeInput,
  sendAsAgentInput,
  sendMessageInput,
  setDutyInput,
  statsInput,
  takeOverInput,
  typingInput,
  updateAgentInput,
  updateCannedReplyInput,
  updateConversationInput,
  updateSupportSettingsInput,
} from './inputs.ts'
export { deliverJob, mediaJob, orphansJob, slackNoticeJob, supportSweepJob } from './jobs.ts'
export { type ConversationRow, lockConversation } from './lock-conversation.ts'
export { readMessages } from './message-rows.ts'
export type * from './model.ts'
export { longestMessage } from './model.ts'
export { supportPersonSource } from './person-data.ts'
export { markRead, sayTyping } from './presence.ts'
export { getConversation, listConversations, listMessages, listTags, myConversations } from './queries.ts'
export { replyJob, requestReply } from './reply-request.ts'
export { editMessage, removeMessage, sendAsAgent, sendMessage, writeNote } from './send.ts'
export { supportSettings, updateSupportSettings } from './settings.ts'
export { readSource, sourceInput } from './sources.ts'
export { supportStats } from './stats.ts'
export { unreadAnswersJob } from './unread-answers.ts'
export { getWelcome } from './welcome.ts'
