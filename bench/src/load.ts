import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What the load generator is asked to send. */
export interface LoadOrder {
  address: string
  writeKey: string
  batches: number
  batchSize: number
  connections: number
}

/** What it saw. */
export interface LoadReport {
  /** Events that the server said it had committed. */
  accepted: number
  duplicates: number
  seconds: number
  /** Of each batch, from the first byte sent to the answer read. */
  milliseconds: number[]
}

/**
 * Sends batches of new events from a process of its own, over so many kept-alive connections, each sending its next
 * batch when the last is answered. The bodies are made before the clock starts.
 */
export async function sendLoad(order: LoadOrder): Promise<LoadReport> {
  const child = fork(fileURLToPath(new URL('load-generator.ts', import.meta.url)))
  try {
    child.send(order)
    // The generator sends one message, typed there.
    const [message] = (await Promise.race([once(child, 'message'), failed(child)])) as [LoadReport]
    return message
  } finally {
    child.kill()
  }
}

async function failed(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`The load generator ended with ${code}`)
}
