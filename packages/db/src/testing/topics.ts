import type { Database } from '../database.ts'

export interface Topics {
  /** Every topic since the last call, in order, once all that was committed before has come in. */
  take: () => Promise<string[]>
  /** What has come in so far, without waiting. */
  soFar: () => string[]
  /** How often listening has begun. */
  readies: () => number
  stop: () => Promise<void>
}

/** Listens to the change feed. Postgres delivers in the order of commits, so that a mark of our own ends each wait. */
export async function listenToTopics(database: Database): Promise<Topics> {
  let topics: string[] = []
  let readies = 0
  let marks = 0
  const marked = new Map<string, () => void>()
  const stop = await database.listen('changes', {
    onPayload: payload => {
      const resolve = marked.get(payload)
      if (resolve) resolve()
      else topics.push(payload)
    },
    onReady: () => void readies++,
  })
  return {
    async take() {
      const mark = `mark ${++marks}`
      const arrived = new Promise<void>(resolve => marked.set(mark, resolve))
      await database.run("select pg_notify('changes', $1)", [mark])
      await arrived
      const found = topics
      topics = []
      return found
    },
    soFar: () => topics,
    readies: () => readies,
    stop,
  }
}
