/** An e-mail in the outbox, as far as it may hold the link of an invitation. */
interface Mail {
  to: string
  text: string
}

/** A link with its secret; in mail that has gone out the secret is an ellipsis, and the link of no use. */
const link = /https?:\/\/\S+\/invitation\?token=[\w-]{16,}/

/** The link of the newest invitation to this address, where the outbox still shows it: no mail server, and an owner asks. */
export function invitationLink(mails: readonly Mail[], email: string): string | null {
  const newest = mails.find(mail => mail.to === email && mail.text.includes('/invitation?token='))
  return newest ? (link.exec(newest.text)?.[0] ?? null) : null
}
