import type { Integrations } from '@quarterdeck/core/kernel'
import { z } from 'zod'
import { address, optional, secrets } from './env-kinds.ts'

/** A number as Twilio writes it, a short one, or a messaging service. */
const sender = (error: string) => optional(z.string().regex(/^(\+\d{5,15}|\d{3,8}|MG[0-9a-f]{32})$/, { error }))

export const channelShape = {
  TWILIO_AUTH_TOKEN: secrets(/^[!-+\--~]{8,}$/, 'must be an auth token of Twilio'),
  TWILIO_ACCOUNT_SID: optional(
    z.string().regex(/^AC[0-9a-f]{32}$/, { error: 'must be an account’s id: AC and 32 hexadecimal digits' }),
  ),
  TWILIO_FROM: sender('must be a number such as +4930123456, or a messaging service (MG…)'),
  TWILIO_WHATSAPP_FROM: sender('must be a number such as +4930123456, or a messaging service (MG…)'),
  TWILIO_API_URL: address,
  EMAIL_INBOUND_SECRET: secrets(
    /^(whsec_)?(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    'must be base64, with or without whsec_ before it',
  ),
  EMAIL_INBOUND_ADDRESS: optional(z.email({ error: 'must be an e-mail address' })),
}

const settings = z.object(channelShape)
type Settings = z.infer<typeof settings>

export function channelMistakes(data: Partial<Record<keyof Settings, unknown>>): string[] {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_FROM: sms, TWILIO_WHATSAPP_FROM: whatsapp } = data
  return [
    ...((sms || whatsapp) && !sid ? ['TWILIO_ACCOUNT_SID must be set too, as there is a number to send from'] : []),
    ...(sid && !token ? ['TWILIO_AUTH_TOKEN must be set too, as TWILIO_ACCOUNT_SID is'] : []),
    ...(sid && !sms && !whatsapp
      ? ['TWILIO_FROM or TWILIO_WHATSAPP_FROM must be set too, as TWILIO_ACCOUNT_SID is']
      : []),
  ]
}

/** @param data without mistakes. */
export function readChannels(data: Settings): Pick<Integrations, 'twilio' | 'inboundAddress'> {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: [authToken] = [] } = data
  const { TWILIO_FROM: from = null, TWILIO_WHATSAPP_FROM: whatsappFrom = null } = data
  const apiUrl = data.TWILIO_API_URL ?? 'https://api.twilio.com'
  return {
    twilio: accountSid && authToken ? { apiUrl, accountSid, authToken, from, whatsappFrom } : null,
    inboundAddress: data.EMAIL_INBOUND_ADDRESS ?? null,
  }
}
