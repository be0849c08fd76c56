import { type Db, members, workspaces } from '@quarterdeck/db'
import { asc, eq } from 'drizzle-orm'
import { type Deps, type EmailPart, notFound } from '../kernel/index.ts'

type Linking = Pick<Deps, 'publicUrl'>

const link = ({ publicUrl }: Linking, page: string, token: string) => `${publicUrl}/${page}?token=${token}`

export interface WrittenMail {
  subject: string
  body: EmailPart[]
}

const words = (text: string): EmailPart => ({ kind: 'words', text })
const button = (label: string, url: string): EmailPart => ({ kind: 'button', label, url })
const note = (text: string): EmailPart => ({ kind: 'note', text })

export const verificationMail = (deps: Linking, token: string): WrittenMail => ({
  subject: 'Confirm your e-mail address',
  body: [
    words('Somebody, most likely you, gave this address when signing up. Confirm it here within 24 hours:'),
    button('Confirm the address', link(deps, 'verify-email', token)),
    note('If it was not you, ignore this message.'),
  ],
})

export const resetMail = (deps: Linking, token: string): WrittenMail => ({
  subject: 'Choose a new password',
  body: [
    words('Somebody, most likely you, asked to set a new password. Choose it here within an hour:'),
    button('Choose a new password', link(deps, 'reset-password', token)),
    note('If it was not you, ignore this message: nothing has changed.'),
  ],
})

export const alreadyKnownMail = ({ publicUrl }: Linking): WrittenMail => ({
  subject: 'You already have an account',
  body: [
    words(
      'Somebody, perhaps you, tried to sign up with this address, which has an account. Sign in, or ask for a new password, at',
    ),
    button('Sign in', `${publicUrl}/`),
    note('If it was not you, ignore this message: nothing has changed.'),
  ],
})

export const invitationMail = (deps: Linking, workspace: string, token: string): WrittenMail => ({
  subject: `You are invited to ${workspace}`,
  body: [
    words(`You are invited to join ${workspace}. Accept within seven days:`),
    button('Accept the invitation', link(deps, 'invitation', token)),
    note('If you do not know what this is about, ignore this message.'),
  ],
})

/** The workspace whose outbox a message to this person belongs in: their first, else the installation's first. */
export async function mailWorkspaceOf(tx: Db, personId: string): Promise<string> {
  const [own] = await tx
    .select({ id: workspaces.id })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.personId, personId))
    .orderBy(asc(workspaces.createdAt), asc(workspaces.id))
    .limit(1)
  return own?.id ?? (await firstWorkspace(tx)).id
}

/** This installation's own workspace: the one whose portal it is, and whose providers send the webhooks. */
export async function firstWorkspace(db: Db): Promise<{ id: string; name: string }> {
  const [first] = await db
    .select({ id: workspaces.id, name: workspaces.name })
    .from(workspaces)
    .orderBy(asc(workspaces.createdAt), asc(workspaces.id))
    .limit(1)
  if (!first) throw notFound('A workspace')
  return first
}
