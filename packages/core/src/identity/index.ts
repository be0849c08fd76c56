export type { ApiKeyScope } from '@quarterdeck/db'
export {
  type Caller,
  identify,
  type KeyHolder,
  keyScope,
  readKey,
  type SignedIn,
  scopeOf,
  selfOf,
  systemScope,
} from './access.ts'
export { createApiKey, createKey, listKeys, publicWriteKey, revokeApiKey } from './api-keys.ts'
export { countAttempt, guardAttempts } from './attempts.ts'
export {
  createChatSession,
  endChatSession,
  getChatSession,
  myChatSessions,
  touchChatSession,
} from './chat-sessions.ts'
export { applyClerkUser, type ClerkUserResult, lockPeople } from './clerk-users.ts'
export { type ClerkEvent, clerkTime, readClerkEvent, verifyClerk } from './clerk-webhook.ts'
export { acceptInvitation, createInvitation, revokeInvitation } from './commands/invitations.ts'
export { changePassword, requestPasswordReset, resetPassword } from './commands/passwords.ts'
export { holdMember, removePerson, updateMe, updatePerson } from './commands/people.ts'
export { refresh, revokeSession, signOut, signOutEverywhere } from './commands/sessions.ts'
export { signIn } from './commands/sign-in.ts'
export { signUp } from './commands/sign-up.ts'
export { sendVerification, verifyEmail } from './commands/verify-email.ts'
export {
  isVisitor,
  readVisitorToken,
  signInUser,
  signInVisitor,
  takeVisitorRate,
  workspaceOfKey,
} from './commands/visitor.ts'
export { ensureInstallation, type FirstRunSettings, type Installation } from './first-run.ts'
export {
  acceptInvitationInput,
  type ClaimVisitorInput,
  changePasswordInput,
  claimVisitorInput,
  createApiKeyInput,
  createChatSessionInput,
  createInvitationInput,
  emailInput,
  type IdentifyVisitorInput,
  identifyVisitorInput,
  listEmailsInput,
  listPeopleInput,
  myChatSessionsInput,
  nothing,
  pageOnly,
  refreshInput,
  resetPasswordInput,
  signInInput,
  signUpInput,
  tokenInput,
  touchChatSessionInput,
  updateMeInput,
  updatePersonInput,
  visitorInput,
} from './inputs.ts'
export { passwordResetJob, signInSweepJob } from './jobs.ts'
export { firstWorkspace } from './mails.ts'
export {
  type ApiKeyDto,
  type ChatSessionDto,
  type CreatedApiKeyDto,
  type InvitationDto,
  type Level,
  type MeDto,
  type MemberDetailDto,
  type MemberDto,
  type MembershipDto,
  mayAct,
  type OwnSessionDto,
  type PersonDto,
  type SessionDto,
  type SignedInDto,
  type VisitorDto,
} from './model.ts'
export { hashPassword } from './passwords.ts'
export { identityPersonSource } from './person-data.ts'
export { erasedName, exportLimit, type KnownPerson, type PersonSource, readKnownPerson } from './person-source.ts'
export { createProviderTokens } from './provider-tokens.ts'
export { type EmailDetailDto, type EmailDto, getEmail, listEmails } from './queries/list-emails.ts'
export { listInvitations } from './queries/list-invitations.ts'
export { listSessions } from './queries/list-sessions.ts'
export { getMe, getPerson, getPersonByEmail, listPeople } from './queries/people.ts'
export { describeSession } from './queries/session.ts'
export { requireWriter } from './require-writer.ts'
export { checkUserHash, getUserSecret, rotateUserSecret, signUserId } from './user-proof.ts'
