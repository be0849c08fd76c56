import type { ApiKeyScope, Role } from '@quarterdeck/db'
import { z } from 'zod'
import { byId, pageInput } from '../kernel/index.ts'

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .pipe(z.email({ error: 'must be an e-mail address' }))

/** Length is what makes a password strong: NIST SP 800-63B asks for no other rule. */
const newPassword = z.string().min(10, { error: 'must have at least 10 characters' }).max(200)
const password = z.string().min(1).max(200)
const personName = z.string().trim().min(1).max(200)
const secret = z.string().min(1).max(200)

/** Free facts about something, bounded so that one row stays a row. */
const facts = z
  .record(z.string().max(200), z.json())
  .refine(value => JSON.stringify(value).length <= 32_768, { error: 'must be at most 32 KB as JSON' })

export const nothing = z.strictObject({}).optional()

export const pageOnly = z.strictObject({ ...pageInput }).prefault({})
export type PageInput = z.infer<typeof pageOnly>

export const emailStatuses = ['waiting', 'sent', 'failed'] as const
export const listEmailsInput = z
  .strictObject({
    status: z.enum(emailStatuses).optional(),
    /** Part of the address or the subject. */
    search: z.string().trim().max(200).optional(),
    ...pageInput,
  })
  .prefault({})
export type ListEmailsInput = z.infer<typeof listEmailsInput>

export const signInInput = z.strictObject({ email, password })
export type SignInInput = z.infer<typeof signInInput>

export const signUpInput = z.strictObject({ email, password: newPassword, name: personName.optional() })
export type SignUpInput = z.infer<typeof signUpInput>

export const visitorInput = z.strictObject({
  /** The public key that stands in the page. */
  writeKey: secret,
  /** The tracker's name for this browser, so that what it did is seen beside the conversation. */
  anonymousId: z.string().min(1).max(200).optional(),
  /** What an earlier call gave. */
  visitorToken: secret.optional(),
})
export type VisitorInput = z.infer<typeof visitorInput>

export const identifyVisitorInput = visitorInput.extend({
  /** The user in the site's own terms, as its tracker says it too. */
  userId: z.string().min(1).max(200),
  /** HMAC-SHA256 of it with the workspace's secret, in hexadecimal, made by the site's server. */
  userHash: z.string().min(1).max(200),
})
export type IdentifyVisitorInput = z.infer<typeof identifyVisitorInput>

export const claimVisitorInput = z.strictObject({
  /** What `auth.visitor` gave this browser. */
  visitorToken: secret,
})
export type ClaimVisitorInput = z.infer<typeof claimVisitorInput>

export const refreshInput = z.strictObject({ refreshToken: secret })
export type RefreshInput = z.infer<typeof refreshInput>

export const tokenInput = z.strictObject({ token: secret })
export type TokenInput = z.infer<typeof tokenInput>

export const emailInput = z.strictObject({ email })
export type EmailInput = z.infer<typeof emailInput>

export const resetPasswordInput = z.strictObject({ token: secret, password: newPassword })
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>

export const changePasswordInput = z.strictObject({ current: password, next: newPassword })
export type ChangePasswordInput = z.infer<typeof changePasswordInput>

export const roles = ['owner', 'admin', 'agent', 'viewer', 'member'] as const satisfies Role[]
const role = z.enum(roles)

export const listPeopleInput = z
  .strictObject({
    search: z.string().trim().max(200).optional(),
    role: role.optional(),
    /** Only those who work here now: no customers, nobody whose account is closed. */
    staff: z.boolean().optional(),
    ...pageInput,
  })
  .prefault({})
export type ListPeopleInput = z.infer<typeof listPeopleInput>

export const updatePersonInput = byId.extend({ name: personName.nullable().optional(), role: role.optional() })
export type UpdatePersonInput = z.infer<typeof updatePersonInput>

export const updateMeInput = z.strictObject({
  name: personName.nullable().optional(),
  /** Merged into what is there; a value of null removes its key. */
  preferences: facts.optional(),
})
export type UpdateMeInput = z.infer<typeof updateMeInput>

export const createInvitationInput = z.strictObject({ email, role })
export type CreateInvitationInput = z.infer<typeof createInvitationInput>

export const acceptInvitationInput = z.strictObject({
  token: secret,
  name: personName.optional(),
  /** A new one for a new account; the present one for an account that is there. */
  password: password.optional(),
})
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>

export const apiKeyScopes = ['ingest', 'read', 'write', 'webhooks'] as const satisfies ApiKeyScope[]

export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(z.enum(apiKeyScopes))
    .min(1)
    .transform(scopes => apiKeyScopes.filter(scope => scopes.includes(scope))),
})
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>

export const createChatSessionInput = z.strictObject({ metadata: facts.default({}) }).prefault({})
export type CreateChatSessionInput = z.infer<typeof createChatSessionInput>

export const myChatSessionsInput = z.strictObject({ active: z.boolean().optional(), ...pageInput }).prefault({})
export type MyChatSessionsInput = z.infer<typeof myChatSessionsInput>

export const touchChatSessionInput = byId.extend({ metadata: facts.default({}) })
export type TouchChatSessionInput = z.infer<typeof touchChatSessionInput>

export { newPassword }
