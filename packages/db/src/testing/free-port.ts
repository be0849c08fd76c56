import { createServer } from 'node:net'

/** Below those that systems give to whoever asks for any; each process begins elsewhere. */
const [first, end] = [20_000, 32_000]
let next = first + (process.pid % 1_000) * 12

const isFree = (port: number) =>
  new Promise<boolean>(resolve => {
    const probe = createServer().once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/** A port that nothing listens at, for a server that starts a moment later: meanwhile no other process is given it by chance. */
export async function freePort(): Promise<number> {
  for (let tries = first; tries < end; tries++) {
    const port = next
    next = port + 1 < end ? port + 1 : first
    if (await isFree(port)) return port
  }
  throw new Error('No free port')
}
