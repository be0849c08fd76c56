import { type Mailer, MailRefused } from '@quarterdeck/core/kernel'
import type { Transporter } from 'nodemailer'

/** In milliseconds; together below the time limit of the job that sends. */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000, dnsTimeout: 10_000 }

/** 4xx answers mean "not now", 5xx "never" (RFC 5321, 4.2.1). 530 and 535 ask for a sign-in that an operator may still put right. */
function isFinal(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'responseCode') : undefined
  return typeof code === 'number' && code >= 550 && code < 560
}

/**
 * Sends over SMTP.
 * @param url `smtp://user:password@host:port`, or `smtps://…`.
 * @param from the sender's address; its domain also names the messages.
 */
export function createMailer(url: string, from: string): Mailer {
  let opened: Promise<Transporter> | undefined
  const open = () =>
    (opened ??= import('nodemailer').then(({ createTransport }) => createTransport({ url, ...patience })))
  const domain = from.replace(/^.*@/, '').replace(/>$/, '')
  return {
    from,
    send: async ({ id, to, subject, text, html, replyTo, follows = [], automatic, files = [] }) => {
      try {
        const transport = await open()
        await transport.sendMail({
          ...{ from, to: { name: '', address: to }, subject, text, messageId: `<${id}@${domain}>` },
          ...(html && { html }),
          ...(replyTo && { replyTo }),
          ...(follows.length > 0 && { inReplyTo: follows.at(-1), references: [...follows] }),
          ...(automatic && { headers: { 'auto-submitted': 'auto-replied' } }),
          attachments: files.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
        })
      } catch (error) {
        if (isFinal(error)) throw new MailRefused(error instanceof Error ? error.message : 'Refused', { cause: error })
        throw error
      }
    },
  }
}
