import type { StorageLike } from '../browser/outbox.ts'

/** A localStorage of one origin; `quota` is the number of characters that it holds. */
export function createStorage(quota = Infinity): StorageLike {
  const kept = new Map<string, string>()
  return {
    getItem: key => kept.get(key) ?? null,
    setItem(key, value) {
      const used = [...kept].reduce((sum, [name, text]) => sum + (name === key ? 0 : name.length + text.length), 0)
      if (used + key.length + value.length > quota) throw new DOMException('Full', 'QuotaExceededError')
      kept.set(key, value)
    },
    removeItem: key => void kept.delete(key),
    key: index => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size
    },
  }
}
