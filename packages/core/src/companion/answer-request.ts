import type { WorkflowRequest } from '../kernel/index.ts'
import type { AnswerInput } from './jobs.ts'

/** The workflow of one answer. */
export const answerRequest = (input: AnswerInput): WorkflowRequest<AnswerInput> => ({
  ...{ workspaceId: input.workspaceId, key: input.messageId, entity: 'companion_thread', entityId: input.threadId },
  input,
})
