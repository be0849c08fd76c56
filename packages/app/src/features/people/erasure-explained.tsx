import styles from './people.module.css'

/** What an erasure takes and what it leaves (docs/adr/0008), said to an admin or to the person. */
export function ErasureExplained({ whose }: { whose: 'their' | 'your' }) {
  const object = whose === 'your' ? 'you' : 'them'
  return (
    <>
      <p>This cannot be undone.</p>
      <ul className={styles.lists}>
        <li>
          <strong>Goes</strong>
          <span>
            The account with its name, address, password and sign-ins; {whose} ids, chat sessions and plan, the e-mail
            sent to {object}, and every event of {whose} visits, so figures of the past change a little.
          </span>
        </li>
        <li>
          <strong>Stays</strong>
          <span>
            Payments and subscriptions, because the law asks for them, and what was done in issues and the audit log:
            all of it without saying who. If another workspace knows {object}, the account stays there.
          </span>
        </li>
        <li>
          <strong>{whose === 'your' ? 'Apart' : 'First'}</strong>
          <span>
            {whose === 'your'
              ? 'What Clerk or Stripe hold is deleted there, not here.'
              : 'Delete them at Clerk and wherever events are sent from: what still comes in from there makes them anew.'}
          </span>
        </li>
      </ul>
    </>
  )
}
