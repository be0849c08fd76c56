import type { Outputs } from '../../data/api.ts'

export type Role = Outputs['people']['list']['items'][number]['role']

/** Roles from most to least, with their names on screen and what they may do. */
export const roles: Readonly<Record<Role, { name: string; may: string }>> = {
  owner: { name: 'Owner', may: 'do everything, and appoint other owners' },
  admin: { name: 'Admin', may: 'do everything but appoint owners' },
  agent: { name: 'Agent', may: 'work on issues, funnels and customers’ requests' },
  viewer: { name: 'Viewer', may: 'look at everything in the console, change nothing' },
  member: { name: 'Customer', may: 'see the portal and what is their own' },
}

// The record above has exactly the roles of the type, in their order.
export const roleNames = Object.keys(roles) as Role[]

/** Roles that someone with `own` may give: none above their own. */
export function rolesUpTo(own: Role | undefined): Role[] {
  return own ? roleNames.slice(roleNames.indexOf(own)) : []
}
