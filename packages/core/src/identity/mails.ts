import { type Db, members, workspaces } from '@quarterdeck/db'
import { asc, eq } from 'drizzle-orm'
import { type Deps, notFound } from '../kernel/index.ts'

type Linking = Pick<Deps, 'publicUrl'>

const link = ({ publicUrl }: Linking, page: string, token: string) => `${publicUrl}/${page}?token=${token}`

export interface MailText {
  subject: string
  text: string
}

export const verificationMail = (deps: Linking, token: string): MailText => ({
  subject: 'Confirm your e-mail address',
  text: `Somebody, most likely you, gave this address when signing up. Confirm it here within 24 hours:

${link(deps, 'verify-email', token)}

If it was not you, ignore this message.
`,
})

export const resetMail = (deps: Linking, token: string): MailText => ({
  subject: 'Choose a new password',
  text: `Somebody, most likely you, asked to set a new password. Choose it here within an hour:

${link(deps, 'reset-password', token)}

If it was not you, ignore this message: nothing has changed.
`,
})

export const alreadyKnownMail = ({ publicUrl }: Linking): MailText => ({
  subject: 'You already have an account',
  text: `Somebody, perhaps you, tried to sign up with this address, which has an account. Sign in, or ask for a new password, at

${publicUrl}/

If it was not you, ignore this message: nothing has changed.
`,
})

export const invitationMail = (deps: Linking, workspace: string, token: string): MailText => ({
  subject: `You are invited to ${workspace}`,
  text: `You are invited to join ${workspace}. Accept within seven days:

${link(deps, 'invitation', token)}

If you do not know what this is about, ignore this message.
`,
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
