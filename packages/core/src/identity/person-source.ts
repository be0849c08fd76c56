import { type Db, identities, members, people } from '@quarterdeck/db'
import { and, eq, ne, type SQL } from 'drizzle-orm'
import { notFound } from '../kernel/index.ts'

/** Somebody, in all the terms in which one workspace knows them. */
export interface KnownPerson {
  workspaceId: string
  personId: string
  email: string | null
  name: string | null
  /** Their user ids, in the terms of whoever sends events. */
  users: string[]
  /** Browsers that identified themselves as theirs. */
  browsers: string[]
  /** Their ids at Clerk and Stripe. */
  providers: string[]
  /** No other workspace knows them, so that the account itself is this workspace's to erase. */
  isOnlyHere: boolean
}

/**
 * What one domain knows about people. Each domain that stores something about them has one, and
 * `operations/people-sources.ts` lists them all: that is how erasure, export and time line reach everything.
 */
export interface PersonSource {
  /** Everything stored about somebody, under the names that the export gives it. */
  export: (db: Db, person: KnownPerson) => Promise<Record<string, unknown>>
  /** Takes them out of everything that is kept, and removes what is only theirs. */
  erase: (tx: Db, person: KnownPerson) => Promise<void>
  /** Gives what a visitor without an account left to the person who they turned out to be. Neither has a role of staff. */
  merge?: (tx: Db, visitor: KnownPerson, personId: string) => Promise<void>
  /** A select of `at`, `id`, `kind`, `title` and `data` (jsonb): what they did, as lines of one list. */
  timeline?: (person: KnownPerson) => SQL[]
}

/** What stands in place of the name of somebody who was erased. */
export const erasedName = 'Erased person'

/** How many rows of one kind an export gives, latest first. */
export const exportLimit = 100_000

/** @throws DomainError `not_found` when the workspace does not know them. */
export async function readKnownPerson(db: Db, workspaceId: string, personId: string): Promise<KnownPerson> {
  const [person] = await db
    .select({ email: people.email, name: people.name })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.workspaceId, workspaceId), eq(members.personId, personId)))
  if (!person) throw notFound('This person')
  const names = await db
    .select({ provider: identities.provider, subject: identities.subject })
    .from(identities)
    .where(and(eq(identities.workspaceId, workspaceId), eq(identities.personId, personId)))
  const [elsewhere] = await db
    .select({ id: members.workspaceId })
    .from(members)
    .where(and(eq(members.personId, personId), ne(members.workspaceId, workspaceId)))
    .limit(1)
  const subjectsOf = (...providers: string[]) =>
    names.filter(({ provider }) => providers.includes(provider)).map(({ subject }) => subject)
  return {
    workspaceId,
    personId,
    ...person,
    // Our own portal identifies people to its tracker by their id here.
    users: [...subjectsOf('user'), personId],
    browsers: subjectsOf('anonymous'),
    providers: subjectsOf('clerk', 'stripe'),
    isOnlyHere: !elsewhere,
  }
}

/**
 * What names them and nobody else, so that it may be looked for anywhere. A sender's user id may be a word like `admin`,
 * which stands in other people's records too, so only those count that are addresses.
 */
export const termsOf = ({ email, users, providers }: KnownPerson): string[] => [
  ...(email ? [email] : []),
  ...users.filter(user => user.includes('@')),
  // A telephone number, as it stands in what a gateway sent, whatever stands for its plus there.
  ...users.flatMap(user => /^tel:\+?(\d{8,})$/.exec(user)?.[1] ?? []),
  ...providers,
]
