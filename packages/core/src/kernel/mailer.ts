import type { Readable } from 'node:stream'

export interface MailFile {
  name: string
  type: string
  content: Buffer | Readable
}

export interface Mail {
  /** Stable over tries, for servers that know a message by its id. */
  id: string
  to: string
  subject: string
  text: string
  /** The same as a page; null: there is only the text. */
  html?: string | null | undefined
  /** Where answers go, when not to the sender. */
  replyTo?: string | undefined
  /** Ids of the messages that it follows on, oldest first, each in angle brackets: the last is the one that it answers. */
  follows?: readonly string[] | undefined
  /** Nobody wrote it by hand: other programs that answer by themselves must leave it alone (RFC 3834). */
  automatic?: boolean | undefined
  files?: readonly MailFile[] | undefined
}

/** The way out for e-mail. */
export interface Mailer {
  /** Our own address: what comes from it is never answered. */
  readonly from: string
  /**
   * Hands a message to the next server.
   * @throws MailRefused when trying again cannot help; any other error when it may.
   */
  send: (mail: Mail) => Promise<void>
}

/** The receiving server said no for good: no such mailbox, no such sender. */
export class MailRefused extends Error {}
