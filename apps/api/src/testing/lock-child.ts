import { setTimeout as sleep } from 'node:timers/promises'
import { lockDataDir } from '../data-dir-lock.ts'

// Takes the lock of a folder, says so, and keeps it until it is killed: a process of its own for data-dir-lock.test.ts.
const [dataDir = ''] = process.argv.slice(2)
try {
  await lockDataDir(dataDir)
  process.stdout.write('locked')
  for (;;) await sleep(60_000)
} catch (error) {
  process.stdout.write(`refused: ${error instanceof Error ? error.message : error}`)
}
