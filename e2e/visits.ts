import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { writeKey } from './server.ts'

/** Sends visits, evenly spread from one moment to another; those that do not pay meet an error. */
export async function sendVisits(url: string, count: number, paying: number, from: number, to: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => {
    const at = from + ((to - from) * index) / count
    const visit = { visitId: randomUUID(), anonymousId: randomUUID(), device: 'mobile' }
    const isPaid = (index * paying) % count < paying
    const end = isPaid ? { name: 'paid' } : { name: 'error', error: { type: 'card', message: 'refused by the bank' } }
    return [
      { ...visit, id: randomUUID(), name: 'cart_opened', timestamp: at },
      { ...visit, ...end, id: randomUUID(), timestamp: at + 50 },
    ]
  }).flat()
  const response = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
    body: JSON.stringify({ events, sentAt: Date.now() }),
  })
  expect(await response.json()).toMatchObject({ accepted: 2 * count })
}
