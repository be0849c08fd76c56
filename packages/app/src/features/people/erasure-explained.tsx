import styles from './people.module.css'

/** What an erasure takes and what it leaves, in the second or third person. */
export function ErasureExplained({ whose }: { whose: 'their' | 'your' }) {
  return (
    <>
      <p>This cannot be undone.</p>
      <ul className={styles.lists}>
        <li>
          <strong>Goes</strong>
          <span>
            {whose} name, e-mail address, password, devices and ids, what was sent to{' '}
            {whose === 'your' ? 'you' : 'them'}, and every value in events, deliveries and the audit log that points to{' '}
            {whose === 'your' ? 'you' : 'them'}.
          </span>
        </li>
        <li>
          <strong>Stays</strong>
          <span>
            payments and subscriptions without a name, because the law asks for them; that something was done, without
            who; visits as mere counts. Copies at Clerk, Stripe or elsewhere have to be deleted there.
          </span>
        </li>
      </ul>
    </>
  )
}
