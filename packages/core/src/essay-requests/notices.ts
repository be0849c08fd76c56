import { type Db, members, people } from '@quarterdeck/db'
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { type Deps, type EmailPart, type Scope, sendEmail } from '../kernel/index.ts'
import type { EssayRequestRow } from './lock-request.ts'
import { personOf } from './who.ts'

type Telling = Pick<Deps, 'jobs' | 'clock' | 'publicUrl'>
/** A sample is nobody's: of it nobody is told. */
type Told = Pick<EssayRequestRow, 'id' | 'number' | 'studentName' | 'studentEmail' | 'origin'>

/** What a link in an e-mail leads to; its token goes out of the outbox once it was sent. */
export const sharedUrl = ({ publicUrl }: Pick<Deps, 'publicUrl'>, token: string): string =>
  `${publicUrl}/shared-essay?token=${token}`

/** A name is the sender's own word: one that mail programs would make a link of is left out. */
const greeting = (name: string): string => (/[/@:]|\.\S/.test(name) ? 'Hello,' : `Hello ${name},`)
const day = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** The e-mail that tells a student that the essay is done, with the link that shows it. */
export const finishedMail = (
  { number, studentName, studentEmail }: Pick<Told, 'number' | 'studentName' | 'studentEmail'>,
  { url, expiresAt }: { url: string; expiresAt: Date },
): { to: string; subject: string; body: EmailPart[] } => ({
  to: studentEmail,
  subject: `Your essay #${number} is ready`,
  body: [
    { kind: 'words', text: greeting(studentName) },
    {
      kind: 'words',
      text: `your essay has been edited. Read it here, with every change and comment, until ${day(expiresAt)}:`,
    },
    { kind: 'button', label: 'Read your essay', url },
    { kind: 'note', text: 'Whoever has this link can read it: pass it on only to whom you trust.' },
  ],
})

/** Sends it when the caller's transaction commits. */
export async function tellFinished(
  tx: Db,
  deps: Telling,
  { workspaceId }: Scope,
  request: Told,
  { token, expiresAt }: { token: string; expiresAt: Date },
): Promise<void> {
  if (request.origin === 'sample') return
  await sendEmail(tx, deps, { workspaceId, ...finishedMail(request, { url: sharedUrl(deps, token), expiresAt }) })
}

/** Tells the student that nothing more will come. */
export async function tellCancelled(
  tx: Db,
  deps: Telling,
  { workspaceId }: Scope,
  { number, studentName, studentEmail, origin }: Told,
  reason: string,
): Promise<void> {
  if (origin === 'sample') return
  await sendEmail(tx, deps, {
    ...{ workspaceId, to: studentEmail, subject: `Your essay request #${number} was cancelled` },
    body: [greeting(studentName), `your request #${number} was cancelled:`, reason].map(text => ({
      kind: 'words',
      text,
    })),
  })
}

/**
 * Tells one of the staff, or everybody who edits, unless they did it themselves: one line and a link, which says nothing of
 * what the student wrote or is called.
 */
export async function tellStaff(
  tx: Db,
  deps: Telling,
  scope: Scope,
  { id, origin }: Pick<Told, 'id' | 'origin'>,
  { line, personId }: { line: string; personId?: string },
): Promise<void> {
  if (origin === 'sample') return
  const { workspaceId } = scope
  const rows = await tx
    .select({ id: people.id, email: people.email })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        inArray(members.role, ['owner', 'admin', 'agent']),
        personId ? eq(people.id, personId) : undefined,
        isNotNull(people.email),
        isNull(people.deactivatedAt),
      ),
    )
    .orderBy(asc(people.id))
    .limit(100)
  for (const person of rows) {
    if (!person.email || person.id === personOf(scope)) continue
    const url = `${deps.publicUrl}/admin/essay-requests/${id}`
    const body: EmailPart[] = [
      { kind: 'words', text: line },
      { kind: 'button', label: 'Open the request', url },
    ]
    await sendEmail(tx, deps, { workspaceId, to: person.email, subject: line, body })
  }
}
