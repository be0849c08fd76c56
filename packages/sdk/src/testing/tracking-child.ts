import { createTracker } from '../node/index.ts'

/** Tracks without a pause until it is killed, and writes the id of each event once `track` has returned. */
const [url = '', directory = ''] = process.argv.slice(2)
const tracker = createTracker({ url, directory, writeKey: 'wk_test', flushIntervalMs: 5, maxQueued: 1_000_000 })

for (;;) {
  for (let count = 0; count < 25; count++) process.stdout.write(`${tracker.track('tick', { count })}\n`)
  await new Promise(resolve => setTimeout(resolve, 1))
}
