import { useHotkeys } from '@mantine/hooks'
import type { RefObject } from 'react'

/** The neighbour of the chosen id in a list; the first when none is chosen, the same at the ends. */
export function neighbour(ids: readonly string[], chosen: string | undefined, step: 1 | -1): string | undefined {
  const index = chosen === undefined ? -1 : ids.indexOf(chosen)
  if (index === -1) return ids[0]
  return ids[Math.min(ids.length - 1, Math.max(0, index + step))]
}

/** Ids of the rows that are drawn, in the order in which they are read: the same in lists, tables and boards. */
const idsOnScreen = () =>
  Array.from(document.querySelectorAll<HTMLElement>('[data-row]'), element => element.dataset.row ?? '')

/** Keys of every list beside a detail: `j` and `k` walk the rows (elements with `data-row`), Enter goes to the detail. */
export function useListKeys(
  chosen: string | undefined,
  onChoose: (id: string) => void,
  detail: RefObject<HTMLElement | null>,
): void {
  const walk = (step: 1 | -1) => {
    const id = neighbour(idsOnScreen(), chosen, step)
    if (id === undefined) return
    onChoose(id)
    document.querySelector(`[data-row="${id}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  useHotkeys([
    ['j', () => walk(1)],
    ['k', () => walk(-1)],
    ['Enter', () => detail.current?.focus(), { preventDefault: false }],
  ])
}
