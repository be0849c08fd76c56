import type { Db } from '@quarterdeck/db'
import type { Delivery, Deps, Scope } from '../../kernel/index.ts'
import { receive } from './receive.ts'

/** Keeps a message that came by WhatsApp or SMS. States of messages that were sent concern nobody yet. */
export async function handle(tx: Db, deps: Deps, scope: Scope, delivery: Delivery): Promise<'done' | 'ignored'> {
  if (delivery.eventType !== 'message.received') return 'ignored'
  const form = new URLSearchParams(delivery.body.toString('utf8'))
  const from = form.get('From') ?? ''
  const number = from.replace(/^whatsapp:/, '')
  if (!/^\+?[0-9]{3,20}$/.test(number)) return 'ignored'
  await receive(tx, deps, scope, {
    channel: from.startsWith('whatsapp:') ? 'whatsapp' : 'sms',
    subject: `tel:${number}`,
    name: form.get('ProfileName')?.trim().slice(0, 200) || null,
    content: form.get('Body') ?? '',
    clientId: `twilio:${delivery.deliveryId}`,
  })
  return 'done'
}
