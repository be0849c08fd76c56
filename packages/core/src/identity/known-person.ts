import type { Role } from '@quarterdeck/db'
import type { Membership, PersonDto } from './model.ts'

/** Somebody who may act, and where they belong. */
export interface KnownPerson {
  person: PersonDto
  workspaces: Membership[]
}

/** One row for each workspace that they belong to; one without a workspace when there is none. */
export interface PersonRow {
  person_id: string
  email: string | null
  name: string | null
  deactivated: boolean
  workspace_id: string | null
  workspace_name: string | null
  role: Role | null
}

// Parts of plain, prepared statements: every request of everybody who is signed in asks one, and Drizzle's builder with
// its unprepared statements takes several times as long.
export const personColumns = `people.id as person_id, people.email, people.name, people.deactivated_at is not null as deactivated,
  workspaces.id as workspace_id, workspaces.name as workspace_name, members.role`
export const personJoins = `left join members on members.person_id = people.id
  left join workspaces on workspaces.id = members.workspace_id`
export const personOrder = 'order by workspaces.created_at, workspaces.id'

/** @returns null for nobody, and for somebody who was deactivated. */
export function toKnownPerson(rows: readonly PersonRow[]): KnownPerson | null {
  const [first] = rows
  if (!first || first.deactivated) return null
  return {
    person: { id: first.person_id, email: first.email, name: first.name },
    workspaces: rows.flatMap(({ workspace_id: id, workspace_name: name, role }) =>
      id && name !== null && role ? [{ id, name, role }] : [],
    ),
  }
}
