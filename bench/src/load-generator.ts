import { Agent, request } from 'node:http'
import type { BatchResult } from '@quarterdeck/sdk'
import { makeBodies } from './events.ts'
import type { LoadOrder, LoadReport } from './load.ts'

function post({ address, writeKey }: LoadOrder, agent: Agent, body: Buffer): Promise<BatchResult> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length, 'x-write-key': writeKey }
    const sent = request(`${address}/v1/batch`, { method: 'POST', agent, headers }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.once('error', reject).once('end', () => {
        // The wire contract's answer.
        if (response.statusCode === 200) resolve(JSON.parse(text) as BatchResult)
        else reject(new Error(`${response.statusCode}: ${text}`))
      })
    })
    sent.once('error', reject).end(body)
  })
}

async function send(order: LoadOrder): Promise<LoadReport> {
  const bodies = makeBodies(order.batches, order.batchSize)
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections })
  const report: LoadReport = { accepted: 0, duplicates: 0, seconds: 0, milliseconds: [] }
  const started = performance.now()
  const connection = async () => {
    for (let body = bodies.pop(); body; body = bodies.pop()) {
      const at = performance.now()
      const { accepted, duplicates, rejected } = await post(order, agent, body)
      report.milliseconds.push(performance.now() - at)
      report.accepted += accepted
      report.duplicates += duplicates
      if (rejected.length > 0) throw new Error(`Refused: ${JSON.stringify(rejected[0])}`)
    }
  }
  await Promise.all(Array.from({ length: order.connections }, connection))
  report.seconds = (performance.now() - started) / 1_000
  agent.destroy()
  return report
}

process.once('message', async message => {
  // `load.ts` sends one order, typed there.
  const report = await send(message as LoadOrder)
  process.send?.(report)
  process.disconnect()
})
