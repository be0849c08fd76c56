import type { Outbox } from '../ports.ts'

/** The part of `Storage` that is used, so that tests can bring their own. */
export type StorageLike = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/**
 * An outbox in IndexedDB, or in localStorage where that does not open; where neither is there every method rejects,
 * and the tracker goes on from memory. One key an event, so that tabs never overwrite each other.
 */
export function createBrowserOutbox(name: string, storage: () => StorageLike): Outbox {
  let opened: Promise<Outbox> | undefined
  // Not before the first use: without consent nothing may be stored.
  const open = (): Promise<Outbox> => {
    opened ??= openDatabase(name).then(databaseOutbox, () => storageOutbox(`${name}:`, storage()))
    return opened
  }
  return {
    put: async (id, json) => (await open()).put(id, json),
    read: async () => (await open()).read(),
    remove: async ids => (await opened)?.remove(ids),
  }
}

const openDatabase = (name: string): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    // Some browsers neither open nor refuse it in private windows.
    setTimeout(reject, 2000)
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.result.createObjectStore('events')
    request.onsuccess = () => resolve(request.result)
    request.onerror = reject
  })

function databaseOutbox(database: IDBDatabase): Outbox {
  const within = <T>(work: (store: IDBObjectStore) => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction('events', 'readwrite')
      const result = work(transaction.objectStore('events'))
      transaction.oncomplete = () => resolve(result)
      transaction.onabort = reject
      // Asked for at once: a tab that is closing does not wait for the automatic commit.
      transaction.commit()
    })
  return {
    put: (id, json) => within(store => void store.put(json, id)),
    remove: ids => within(store => ids.forEach(id => void store.delete(id))),
    read: async () => {
      const [ids, events] = await within(store => [store.getAllKeys(), store.getAll()] as const)
      return ids.result.map((id, index) => [String(id), events.result[index]])
    },
  }
}

export function storageOutbox(prefix: string, storage: StorageLike): Outbox {
  return {
    put: (id, json) => storage.setItem(prefix + id, json),
    read: () => {
      const found: [string, string][] = []
      for (let index = 0; index < storage.length; index++) {
        const key = storage.key(index) ?? ''
        if (key.startsWith(prefix)) found.push([key.slice(prefix.length), storage.getItem(key) ?? ''])
      }
      return found.sort()
    },
    remove: ids => {
      for (const id of ids) storage.removeItem(prefix + id)
    },
  }
}
