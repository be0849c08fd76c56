import type { Origin } from '../../kernel/index.ts'
import type { TestWorld } from '../../testing/index.ts'
import { identify, type SignedIn } from '../access.ts'
import { signUp } from '../commands/sign-up.ts'
import type { SignedInDto } from '../model.ts'

export const password = 'correct horse battery'
export const from = (ip: string): Origin => ({ requestId: 'test', ip, userAgent: 'A browser' })

let addresses = 0
/** An origin that nobody else used, so that no limit by address is shared between tests. */
export const somewhere = (): Origin => {
  addresses++
  return from(`10.1.${addresses >> 8}.${addresses & 255}`)
}

export const join = ({ deps }: TestWorld, email: string, name?: string): Promise<SignedInDto> =>
  signUp(deps, somewhere(), { email, password, ...(name && { name }) })

export async function whoHas({ deps }: TestWorld, token: string): Promise<SignedIn | null> {
  const caller = await identify(deps, token)
  return caller?.kind === 'person' ? caller.signedIn : null
}

/** Whoever has the token; a test that asks for nobody fails. */
export async function callerOf(world: TestWorld, token: string): Promise<SignedIn> {
  const signedIn = await whoHas(world, token)
  if (!signedIn) throw new Error('The token opens nothing')
  return signedIn
}

/** Everything that was sent to an address, oldest first. */
export const mailTo = ({ database }: TestWorld, email: string): Promise<{ subject: string; text: string }[]> =>
  database.run('select subject, text from outgoing_emails where "to" = $1 order by created_at, id', [email])

/** The secret of the latest link to an address. */
export async function linkTo(world: TestWorld, email: string): Promise<string> {
  const mails = await mailTo(world, email)
  const token = /token=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1]
  if (!token) throw new Error(`No link was sent to ${email}`)
  return token
}
