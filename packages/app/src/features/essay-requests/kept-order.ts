import { type WindowStore, windowStore } from '../../data/window-store.ts'
import type { EssayDocument } from './document.ts'
import { type Turnaround, turnaroundNames } from './essay.ts'

/** What somebody has written of an order that is not in yet. */
export interface KeptOrder {
  /** The id of the order to be made: sent twice, because an answer was lost, it is made once. */
  newId: string
  values: Record<(typeof fields)[number], string>
  turnaround: Turnaround
  content: EssayDocument
}

const fields = ['studentName', 'studentEmail', 'applicationType', 'programPrompt', 'comments'] as const

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/**
 * Keeps an unfinished order of a person in this window, so that a reload, or a way out and back, loses no essay.
 * @param person their id: somebody else at the same window sees nothing of it
 */
export function orderKeeper(person: string, store: WindowStore | null = windowStore()) {
  const key = `essay order of ${person}`
  return {
    read(): KeptOrder | null {
      try {
        const kept: unknown = JSON.parse(store?.getItem(key) ?? 'null')
        if (!isRecord(kept) || !isRecord(kept.values) || !isRecord(kept.content)) return null
        const { values, turnaround, content, newId } = kept
        if (typeof newId !== 'string' || content.type !== 'doc' || !Array.isArray(content.content)) return null
        return {
          newId,
          values: {
            ...{ studentName: String(values.studentName ?? ''), studentEmail: String(values.studentEmail ?? '') },
            ...{ applicationType: String(values.applicationType ?? ''), comments: String(values.comments ?? '') },
            programPrompt: String(values.programPrompt ?? ''),
          },
          turnaround: turnaroundNames.find(each => each === turnaround) ?? 'standard',
          // This file alone writes it, from the editor's own document.
          content: content as unknown as EssayDocument,
        }
      } catch {
        return null
      }
    },
    write(order: KeptOrder): void {
      try {
        store?.setItem(key, JSON.stringify(order))
      } catch {
        // Full or forbidden: the order is only not kept.
      }
    },
    forget(): void {
      store?.removeItem(key)
    },
  }
}
