/** What was written and has not arrived yet. */
export interface Pending {
  clientId: string
  conversationId: string
  content: string
  attachmentIds: string[]
  /** Why the server refused it for good; null while it is being tried. */
  refused: string | null
}

export interface StorageLike {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Keeps what is not sent through a reload. Storage may be full or forbidden: then only this page remembers. */
export function createOutbox(storage: () => StorageLike, key: string) {
  let held: Pending[] = []
  try {
    const kept: unknown = JSON.parse(storage().getItem(key) ?? '[]')
    // Written below, by this program only.
    if (Array.isArray(kept)) held = kept as Pending[]
  } catch {
    // Nothing is remembered.
  }
  const save = () => {
    try {
      if (held.length > 0) storage().setItem(key, JSON.stringify(held))
      else storage().removeItem(key)
    } catch {
      // As above.
    }
  }
  return {
    all: (): readonly Pending[] => held,
    add(pending: Pending) {
      held = [...held, pending]
      save()
    },
    refuse(clientId: string, refused: string | null) {
      held = held.map(each => (each.clientId === clientId ? { ...each, refused } : each))
      save()
    },
    remove(clientId: string) {
      held = held.filter(each => each.clientId !== clientId)
      save()
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>
