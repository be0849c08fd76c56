import { hash, verify } from '@node-rs/argon2'

/**
 * argon2id with 19 MiB, two passes and one lane: the OWASP Password Storage Cheat Sheet's first choice for servers.
 */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, parameters)

/** Compared when nobody has the e-mail, so that a wrong e-mail takes as long as a wrong password. */
const decoy = hashPassword('no one has this password')

/** @param stored the hash, or null when there is no such person or no password. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await decoy), password)
  return matches && stored !== null
}
