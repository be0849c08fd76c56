import { hash, verify } from '@node-rs/argon2'

interface Parameters {
  /** In KiB. */
  memoryCost: number
  /** Passes over that memory. */
  timeCost: number
  parallelism: number
}

/**
 * argon2id with 64 MiB and three passes: the second recommended option of RFC 9106 (section 4), in one lane, as in the
 * OWASP Password Storage Cheat Sheet, whose minimum (19 MiB, two passes) takes 13 ms where this takes 60 to 75:
 * `pnpm bench access` measures it, and 50 to 150 ms is what we aim at. Four hashes run at once at most (libuv's
 * threads), so they hold 256 MiB at most.
 */
const strong: Parameters = { memoryCost: 65_536, timeCost: 3, parallelism: 1 }

let parameters = strong

export const hashPassword = (password: string): Promise<string> => hash(password, parameters)

/** Compared when nobody has the e-mail, so that a wrong e-mail takes as long as a wrong password. */
let decoy = hashPassword('no one has this password')

/** @param stored the hash, or null when there is no such person or no password. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await decoy), password)
  return matches && stored !== null
}

/** Whether a hash was made with other parameters than today's: then it is made anew when its password is next seen. */
export function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parameters
  return !stored.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`)
}

/**
 * Makes hashing cheap in this process: tests make hundreds of accounts. Only `core/src/testing` calls it, which
 * no program may import (`scripts/boundaries.ts`), and no setting leads here.
 */
export function weakenForTests(): void {
  parameters = { memoryCost: 64, timeCost: 1, parallelism: 1 }
  decoy = hashPassword('no one has this password')
}

/** What tests of the parameters themselves use again. */
export function strengthenForTests(): void {
  parameters = strong
  decoy = hashPassword('no one has this password')
}
