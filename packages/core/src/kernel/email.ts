import { type Db, outgoingEmails } from '@quarterdeck/db'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import { type EmailPart, emailHtml, emailText } from './email-body.ts'
import { defineJob } from './job-runner.ts'

export interface NewEmail {
  workspaceId: string
  to: string
  subject: string
  body: readonly EmailPart[]
}

const input = z.strictObject({ id: z.guid() })

/** Half a minute, doubled each time up to an hour: eight tries take about two hours. */
const retry = { limit: 8, delay: 30, maxDelay: 3_600 }

/** How often a message is tried in all, before it is given up. */
export const emailTries = retry.limit + 1

/** Sends one message. Longer than the mailer's own time limits, so that no two runs of one message overlap. */
export const emailJob = defineJob({
  name: 'email',
  input,
  retry,
  timeLimit: 120,
  load: () => import('./email-job.ts'),
})

/** Writes a message to the outbox, as plain text and as HTML, to be sent when, and only when, the caller's transaction commits. */
export async function sendEmail(
  tx: Db,
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  { workspaceId, to, subject, body }: NewEmail,
): Promise<void> {
  const [row] = await tx
    .insert(outgoingEmails)
    .values({ workspaceId, to, subject, text: emailText(body), html: emailHtml(subject, body), createdAt: clock.now() })
    .returning({ id: outgoingEmails.id })
  if (!row) throw new Error('The e-mail was not stored')
  await jobs.enqueue(tx, emailJob, { id: row.id })
}

/** Takes the secrets out of links: what was sent, or is merely looked at, must not sign anyone in. */
export const withoutSecrets = (text: string): string => text.replace(/((?:[?&]|&amp;)token=)[\w-]+/g, '$1…')
