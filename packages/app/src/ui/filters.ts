import type { Filter, FilterOption } from './filter-bar.tsx'

/** Options from names in their order, each called by its words. */
export const optionsOf = <Name extends string>(
  names: readonly Name[],
  words: Readonly<Record<Name, string | { name: string }>>,
): FilterOption[] =>
  names.map(value => {
    const called: string | { name: string } = words[value]
    return { value, label: typeof called === 'string' ? called : called.name }
  })

/** A choice that can be taken off again. */
export const choice = (key: string, label: string, options: readonly FilterOption[]): Filter => ({
  ...{ key, label, kind: 'choice', options },
})

/** Which part of the list is shown: always one of these. */
export const shown = (options: readonly FilterOption[]): Filter => ({
  ...{ key: 'show', label: 'Show', kind: 'choice', options, required: true },
})

/** Whose it is. */
export const assignee = choice('of', 'Assignee', [
  { value: 'me', label: 'Me' },
  { value: 'nobody', label: 'Nobody' },
])

/** The free text that is looked for; `placeholder` says in what. */
export const sought = (placeholder: string): Filter => ({ key: 'q', label: 'Search', kind: 'text', placeholder })
