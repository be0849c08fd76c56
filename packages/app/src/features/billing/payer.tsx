import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../data/api.ts'
import { personName } from '../people/person-name.ts'

type Person = Outputs['payments']['list']['items'][number]['person']

/** Whose a record is; nobody's while the person is not known, or after they were erased. */
export function Payer({ person, link = false }: { person: Person; link?: boolean }) {
  if (!person) return <span className="faint">Nobody known</span>
  if (!link) return personName(person)
  return (
    <Link to="/people/$personId" params={{ personId: person.id }} className="link">
      {personName(person)}
    </Link>
  )
}
