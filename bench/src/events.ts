import { newId } from '@quarterdeck/core/kernel'
import type { EventBatch, TrackedEvent } from '@quarterdeck/sdk'

const names = ['page_view', 'view_item', 'add_to_cart', 'begin_checkout', 'purchase']
const devices = ['mobile', 'desktop', 'tablet']
const countries = ['DE', 'FR', 'GB', 'US', 'PL']

const pick = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length]
  if (item === undefined) throw new RangeError('Nothing to pick from')
  return item
}

/** Events such as our tracker sends, about 400 bytes of JSON each, with new ids; three to a visit. */
export function makeEvents(count: number): TrackedEvent[] {
  let visitId = ''
  return Array.from({ length: count }, (_, index) => {
    if (index % 3 === 0) visitId = newId()
    return {
      id: newId(),
      name: pick(names, index),
      timestamp: new Date().toISOString(),
      visitId,
      anonymousId: visitId,
      ...(index % 4 === 0 && { userId: `user-${index % 1_000}` }),
      ...(index % 2 === 0 && { step: pick(names, index) }),
      device: pick(devices, index),
      country: pick(countries, index),
      appVersion: '2.4.1',
      properties: { url: `/items/${index % 500}`, price: index % 200, campaign: 'autumn' },
    }
  })
}

/** Bodies of `POST /v1/batch`, ready to be sent. */
export function makeBodies(batches: number, size: number): Buffer[] {
  return Array.from({ length: batches }, () => {
    const batch: EventBatch = { events: makeEvents(size), sentAt: new Date().toISOString() }
    return Buffer.from(JSON.stringify(batch))
  })
}

const copied =
  'workspace_id, id, name, visit_id, anonymous_id, user_id, step, occurred_at, client_at, received_at, device, country, app_version, properties, source'

/** The statement that takes what `makeCopyRows` makes. */
export const copyStatement = `copy events (${copied}) from stdin`

/** The same events in the text format of COPY. None of the values holds a tab, a newline or a backslash. */
export function makeCopyRows(workspaceId: string, count: number): Buffer {
  const lines = makeEvents(count).map(event =>
    [
      workspaceId,
      event.id,
      event.name,
      event.visitId,
      event.anonymousId,
      event.userId,
      event.step,
      event.timestamp,
      event.timestamp,
      event.timestamp,
      event.device,
      event.country,
      event.appVersion,
      JSON.stringify(event.properties),
      'sdk',
    ]
      .map(value => value ?? '\\N')
      .join('\t'),
  )
  return Buffer.from(`${lines.join('\n')}\n`)
}
