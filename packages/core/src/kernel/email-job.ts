import { outgoingEmails } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import type { Deps } from './deps.ts'
import { emailTries, withoutSecrets } from './email.ts'
import { MailRefused } from './mailer.ts'

/** Sends a message that waits. Without a mail server it goes on waiting, to be read in the console. */
export async function run({ db, mailer, clock }: Deps, { id }: { id: string }): Promise<void> {
  if (!mailer) return
  const isWaiting = and(eq(outgoingEmails.id, id), eq(outgoingEmails.status, 'waiting'))
  const [mail] = await db.select().from(outgoingEmails).where(isWaiting)
  if (!mail) return
  const attempts = mail.attempts + 1
  const harmless = { text: withoutSecrets(mail.text), html: mail.html && withoutSecrets(mail.html) }
  await db.update(outgoingEmails).set({ attempts }).where(isWaiting)
  try {
    await mailer.send({ id, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html })
  } catch (error) {
    const isLast = error instanceof MailRefused || attempts >= emailTries
    const lastError = error instanceof Error ? error.message.slice(0, 1_000) : 'It could not be sent'
    await db
      .update(outgoingEmails)
      .set({ lastError, ...(isLast && { status: 'failed', ...harmless }) })
      .where(isWaiting)
    if (isLast) return
    throw error
  }
  await db
    .update(outgoingEmails)
    .set({ status: 'sent', sentAt: clock.now(), lastError: null, ...harmless })
    .where(isWaiting)
}
