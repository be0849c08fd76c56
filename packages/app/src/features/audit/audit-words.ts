import type { Outputs } from '../../data/api.ts'

export type AuditRow = Outputs['audit']['list']['items'][number]
/** `issues.setStatus` → `Issues: set status`. */
export function actionInWords(action: string): string {
  const [domain = '', ...rest] = action.split('.')
  const verb = rest.join(' ').replaceAll(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`)
  const area = domain.replaceAll(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`).replaceAll('_', ' ')
  const name = area.slice(0, 1).toUpperCase() + area.slice(1)
  return verb ? `${name}: ${verb}` : name
}

/** Choices for a filter: each value once, in alphabetical order, and the one that is set even when no row has it. */
export function choices(values: Iterable<string>, set: string | undefined): string[] {
  const all = new Set(values)
  if (set !== undefined) all.add(set)
  return [...all].sort((a, b) => a.localeCompare(b))
}

/** The part before the dot, with it: what the server takes for all actions of a domain. */
export const domainOf = (action: string): string => `${action.split('.')[0]}.`
