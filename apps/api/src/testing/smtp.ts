import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What the server does with the next message: take it, or answer its end with this line, or hang up instead. */
export type Mood = 'take' | 'hang up' | `${4 | 5}${string}`

export interface SmtpServer extends AsyncDisposable {
  url: string
  /** Messages as they came, headers and all. */
  received: string[]
  /** One for each message to come; it takes those for which there is none. */
  moods: Mood[]
}

/** Speaks as much SMTP (RFC 5321) as a client needs to hand over a message. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const received: string[] = []
  const moods: Mood[] = []
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const say = (line: string) => socket.write(`${line}\r\n`)
    let waiting = ''
    let inData = false
    const endMessage = (message: string) => {
      const mood = moods.shift() ?? 'take'
      if (mood === 'hang up') return socket.destroy()
      if (mood === 'take') received.push(message)
      say(mood === 'take' ? '250 Taken' : mood)
    }
    const answer = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase()
      inData = verb === 'DATA'
      if (verb === 'QUIT') socket.end('221 Bye\r\n')
      else say(verb === 'DATA' ? '354 Go on' : verb === 'EHLO' ? '250 loopback' : '250 Fine')
    }
    say('220 loopback')
    socket.on('data', chunk => {
      waiting += chunk
      for (;;) {
        const end = inData ? '\r\n.\r\n' : '\r\n'
        const at = waiting.indexOf(end)
        if (at < 0) return
        const part = waiting.slice(0, at)
        waiting = waiting.slice(at + end.length)
        if (!inData) answer(part)
        else {
          inData = false
          endMessage(part)
        }
      }
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    // Listening on TCP, so the address is an object.
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    moods,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
