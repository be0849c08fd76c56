import { type Db, messageDeliveries } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import type { Delivery, Deps, Scope } from '../../kernel/index.ts'
import { settle } from './delivery-turns.ts'
import type { MediaSource } from './media-queue.ts'
import { receive } from './receive.ts'
import { reasonOf, stateOf } from './twilio-errors.ts'

/** Ten at most, as Twilio says. */
function mediaOf(form: URLSearchParams): MediaSource[] {
  const count = Math.min(10, Number(form.get('NumMedia') ?? 0) || 0)
  return Array.from({ length: count }, (_, index) => form.get(`MediaUrl${index}`) ?? '').flatMap(url => {
    const sid = /\/Media\/(ME[0-9a-f]{32})$/.exec(url)?.[1]
    return sid && URL.canParse(url) ? [{ sid, url }] : []
  })
}

/** Keeps a message that came by WhatsApp or SMS. */
async function take(tx: Db, deps: Deps, scope: Scope, form: URLSearchParams, id: string): Promise<'done' | 'ignored'> {
  const from = form.get('From') ?? ''
  const number = from.replace(/^whatsapp:/, '')
  if (!/^\+?[0-9]{3,20}$/.test(number)) return 'ignored'
  await receive(tx, deps, scope, {
    channel: from.startsWith('whatsapp:') ? 'whatsapp' : 'sms',
    subject: `tel:${number}`,
    contact: number,
    name: form.get('ProfileName')?.trim().slice(0, 200) || null,
    content: form.get('Body') ?? '',
    clientId: `twilio:${id}`,
    media: mediaOf(form),
  })
  return 'done'
}

/** Keeps what became of a message of ours: known by the id that we sent along, or else by Twilio's. */
async function note(tx: Db, deps: Deps, { workspaceId }: Scope, form: URLSearchParams, deliveryId: string) {
  const [sid = '', , own] = deliveryId.split(':')
  const status = stateOf(form.get('MessageStatus') ?? '')
  if (!status) return 'ignored'
  const [known] = await tx
    .select({ id: messageDeliveries.id })
    .from(messageDeliveries)
    .where(
      and(
        eq(messageDeliveries.workspaceId, workspaceId),
        own ? eq(messageDeliveries.id, own) : eq(messageDeliveries.externalId, sid),
      ),
    )
  if (!known) return 'ignored'
  const error = status === 'failed' ? reasonOf(form.get('ErrorCode')) : undefined
  return (await settle(tx, deps, known.id, { status, externalId: sid, error })) ? 'done' : 'ignored'
}

/** Applies what Twilio says: a message that came, or the state of one that was sent. */
export async function handle(tx: Db, deps: Deps, scope: Scope, delivery: Delivery): Promise<'done' | 'ignored'> {
  const form = new URLSearchParams(delivery.body.toString('utf8'))
  if (delivery.eventType === 'message.status') return note(tx, deps, scope, form, delivery.deliveryId)
  return take(tx, deps, scope, form, delivery.deliveryId)
}
