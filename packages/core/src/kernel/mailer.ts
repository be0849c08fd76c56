export interface Mail {
  /** Stable over tries, for servers that know a message by its id. */
  id: string
  to: string
  subject: string
  text: string
}

/** The way out for e-mail. */
export interface Mailer {
  /**
   * Hands a message to the next server.
   * @throws MailRefused when trying again cannot help; any other error when it may.
   */
  send: (mail: Mail) => Promise<void>
}

/** The receiving server said no for good: no such mailbox, no such sender. */
export class MailRefused extends Error {}
