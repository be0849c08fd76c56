import { createClient } from './client.ts'
import type { StorageLike } from './outbox.ts'
import type { UserProof, Visitor } from './wire.ts'

/** The tracker's own id of this browser, so that staff see the visit beside the conversation. */
function trackedAs(storage: StorageLike, writeKey: string): string | undefined {
  try {
    const state: unknown = JSON.parse(storage.getItem(`qd:${writeKey}`) ?? '{}')
    const id: unknown = Reflect.get(Object(state), 'anonymousId')
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}

/** A day before a token ends it is exchanged for a new one, in ms. */
const early = 86_400_000

/** Who this browser is to the server: kept between page loads, asked for when first needed. */
export function createVisitor(origin: string, writeKey: string, storage: () => StorageLike) {
  const key = `quarterdeck-chat:${writeKey}`
  let known: Visitor | null = null
  let asking: Promise<Visitor> | null = null
  let proof: UserProof | null = null
  try {
    const kept: unknown = JSON.parse(storage().getItem(key) ?? 'null')
    if (typeof Reflect.get(Object(kept), 'token') === 'string') known = kept as Visitor
  } catch {
    // A stranger then.
  }
  const ask = async (): Promise<Visitor> => {
    const anonymousId = (() => {
      try {
        return trackedAs(storage(), writeKey)
      } catch {
        return undefined
      }
    })()
    const asked = proof
    const stranger = createClient(origin, () => null)
    const { token, expiresAt } = await stranger.mutate<Visitor>(asked ? 'auth.identifyVisitor' : 'auth.visitor', {
      writeKey,
      ...(anonymousId && { anonymousId }),
      ...(known && { visitorToken: known.token }),
      ...asked,
    })
    const visitor = keep({ token, expiresAt, ...(asked && { userId: asked.userId }) })
    // The page may have said meanwhile who it is.
    return asked === proof ? visitor : ask()
  }
  const keep = <Kept extends Visitor | null>(visitor: Kept): Kept => {
    known = visitor
    try {
      if (visitor) storage().setItem(key, JSON.stringify(visitor))
      else storage().removeItem(key)
    } catch {
      // The conversations are lost with the page.
    }
    return visitor
  }
  return {
    /** Whether this browser has spoken before. */
    isKnown: () => known !== null,
    async token(): Promise<string> {
      const isWho = known !== null && (proof === null || known.userId === proof.userId)
      if (known && isWho && Date.parse(known.expiresAt) - early > Date.now()) return known.token
      asking ??= ask().finally(() => {
        asking = null
      })
      return (await asking).token
    },
    /** The page says who its user is. @returns false when this browser is known as them already. */
    identify(user: UserProof): boolean {
      proof = user
      return known?.userId !== user.userId
    },
    /** Nobody's browser from now on. */
    forget(): void {
      proof = null
      keep(null)
    },
    /** The server no longer takes the token: the next call asks for another. @returns false when it was a new one. */
    renew(): boolean {
      if (!known || Date.parse(known.expiresAt) === 0) return false
      known = { ...known, expiresAt: new Date(0).toISOString() }
      return true
    },
  }
}
