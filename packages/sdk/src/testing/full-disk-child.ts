import { readdirSync } from 'node:fs'
import { createTracker } from '../node/index.ts'

/** Tracks where no file can grow, and says how many events it kept, and what it has open besides and left behind. */
const [directory = ''] = process.argv.slice(2)
const openFiles = (): number => readdirSync('/dev/fd').length
const before = openFiles()
const tracker = createTracker({ url: 'http://127.0.0.1:9', directory, writeKey: 'wk_test', flushIntervalMs: 60_000 })
const kept = Array.from({ length: 100 }, (_, count) => tracker.track('tick', { count })).filter(Boolean).length
const left = readdirSync(directory, { recursive: true }).filter(name => /\.(jsonl|new|claimed)$/.test(String(name)))
process.stdout.write(JSON.stringify({ kept, opened: openFiles() - before, left: left.length }))
process.exit()
