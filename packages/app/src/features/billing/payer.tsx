import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../data/api.ts'
import { personName } from '../people/person-name.ts'
import styles from './billing.module.css'

type Payment = Outputs['payments']['list']['items'][number]

/** Whose a record is; while the person is not known, whom the provider names; nobody after they were erased. */
export function Payer({
  of: { person, payer },
  link = false,
}: {
  of: Pick<Payment, 'person' | 'payer'>
  link?: boolean
}) {
  if (!person) {
    const name = payer && (payer.email ?? payer.id)
    if (!name) return <span className="faint">Nobody known</span>
    return (
      <span className={styles.payer} title={`${name}, whom nobody here is known to be`}>
        <span className="dim">{name}</span>
      </span>
    )
  }
  const name = <bdi>{personName(person)}</bdi>
  return (
    <span className={styles.payer} title={personName(person)}>
      {link ? (
        <Link to="/people/$personId" params={{ personId: person.id }} className="link">
          {name}
        </Link>
      ) : (
        name
      )}
    </span>
  )
}
