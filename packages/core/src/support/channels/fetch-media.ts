import { asTrouble, largestFile, Trouble, type TwilioSettings } from '../../kernel/index.ts'

/** Whither Twilio sends those who ask for a file (https://www.twilio.com/docs/messaging/api/media-resource). */
const stores =
  /^https:\/\/([a-z0-9-]+\.)*(twilio\.com|twiliocdn\.com)\/|^https:\/\/s3[a-z0-9.-]*\.amazonaws\.com\/media\.twiliocdn\.com\//

/** Files come from the provider only, whatever a message says. */
export const isOfProvider = (url: string, { apiUrl, accountSid }: TwilioSettings): boolean =>
  new URL(url).href.startsWith(`${apiUrl}/2010-04-01/Accounts/${accountSid}/`)

const final = (message: string) => new Trouble(message, { isFinal: true })

async function readBody(response: Response): Promise<Buffer> {
  const tooLarge = final('it is larger than 10 MB')
  if (Number(response.headers.get('content-length') ?? 0) > largestFile) throw tooLarge
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > largestFile) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Fetches a file of a message once. Twilio itself is told who asks; the store that it points to is not.
 * @throws Trouble; final when it is too large, or lies elsewhere.
 */
export async function fetchMedia(url: string, settings: TwilioSettings, patience: number): Promise<Buffer> {
  if (!isOfProvider(url, settings)) throw final('it does not lie with the provider')
  const { accountSid, authToken, apiUrl } = settings
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const signal = AbortSignal.timeout(patience)
  try {
    let response = await fetch(url, { headers: { authorization }, redirect: 'manual', signal })
    if (response.status >= 300 && response.status < 400) {
      const place = new URL(response.headers.get('location') ?? '', url).href
      if (!stores.test(place) && !place.startsWith(`${apiUrl}/`)) throw final('it does not lie with the provider')
      response = await fetch(place, { redirect: 'error', signal })
    }
    if (!response.ok) throw asTrouble('Twilio', response.status, '', Object.fromEntries(response.headers))
    return await readBody(response)
  } catch (cause) {
    throw cause instanceof Trouble ? cause : new Trouble('Twilio did not answer', { cause })
  }
}
