import type { GitActorKind } from '@quarterdeck/db'
import { sha256 } from '../../kernel/index.ts'
import type { NewActor } from './fact.ts'
import type { GithubUser } from './shapes.ts'

const kinds: Record<string, GitActorKind> = {
  User: 'user',
  Bot: 'bot',
  Organization: 'organization',
  Mannequin: 'user',
}

/** An account; null for one that is gone. */
export function actorOfUser(user: GithubUser | null | undefined): NewActor | null {
  if (!user) return null
  const kind = kinds[user.type ?? ''] ?? 'unknown'
  return { ghId: user.id, login: user.login, name: null, email: null, avatarUrl: user.avatar_url ?? null, kind }
}

/** An address that GitHub gives in place of one's own: it says whose it is, and receives no mail. */
const noReply = /^(?:(\d{1,15})\+)?([^@+]+)@users\.noreply\.github\.com$/i

const botName = /\[bot\]$/i

interface Signature {
  name?: string | null | undefined
  email?: string | null | undefined
  username?: string | null | undefined
}

/**
 * Whoever signed a commit, by what the signature says: the account where GitHub's own address tells it, else an
 * address or a name. Nobody where it says nothing.
 */
export function actorOfSignature(signature: Signature): NewActor | null {
  const email = signature.email?.trim() || null
  const hidden = email ? noReply.exec(email) : null
  const login = signature.username?.trim() || hidden?.[2] || null
  const name = signature.name?.trim() || null
  if (!login && !email && !name) return null
  const isBot = botName.test(login ?? '') || botName.test(name ?? '')
  return {
    ghId: hidden?.[1] ? Number(hidden[1]) : null,
    login,
    name,
    email: hidden ? null : email,
    avatarUrl: null,
    kind: isBot ? 'bot' : login ? 'user' : 'unknown',
  }
}

/** What somebody is told apart by: the account, else the address, else the name. */
export function actorKey({ ghId, email, login, name }: NewActor): string {
  if (ghId !== null) return `github:${ghId}`
  if (email) return `email:${sha256(email.toLowerCase())}`
  return `name:${(login ?? name ?? '').toLowerCase()}`
}
