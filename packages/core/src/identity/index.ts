export {
  type Caller,
  identify,
  type KeyHolder,
  keyScope,
  readKey,
  type SignedIn,
  scopeOf,
  systemScope,
} from './access.ts'
export { createKey, listKeys, publicWriteKey } from './api-keys.ts'
export { countAttempt, guardAttempts } from './attempts.ts'
export { describeSession, signIn, signOut, signUp } from './commands.ts'
export { ensureInstallation, type FirstRunSettings, type Installation } from './first-run.ts'
export { nothing, signInInput, signUpInput } from './inputs.ts'
export type { ApiKeyDto, Level, MembershipDto, PersonDto, SessionDto, SignedInDto } from './model.ts'
