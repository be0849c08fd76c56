import { z } from 'zod'

/** A program outside did not do what it was asked to, or did not say so. */
export class Trouble extends Error {
  /** Trying the same again cannot help. */
  readonly isFinal: boolean
  /** When it asked to be tried again, in seconds. */
  readonly retryAfter: number | undefined

  constructor(message: string, details: { isFinal?: boolean; retryAfter?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: details.cause })
    this.isFinal = details.isFinal ?? false
    this.retryAfter = details.retryAfter
  }
}

export interface OutsideCall {
  /** Its name in messages. */
  service: string
  url: string
  method?: 'GET' | 'POST' | 'PUT'
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON; a text is sent as it is. */
  body?: object | string
  /** How long the whole answer may take, in milliseconds. */
  patience: number
  signal: AbortSignal
}

/** Refusals that may be none a little later. */
const passing = new Set([408, 409, 423, 425, 429])
const longestAnswer = 2_000_000

const isFinal = (status: number) => status >= 400 && status < 500 && !passing.has(status)

/** @returns seconds from now; a date is understood too (RFC 9110, section 10.2.3). */
function readRetryAfter(value: string | undefined): number | undefined {
  if (!value) return undefined
  if (/^\d{1,6}$/.test(value)) return Number(value)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1_000))
}

/** What an answer that is no success means for the next try. */
export function asTrouble(
  service: string,
  status: number,
  said: string,
  headers: Readonly<Record<string, string | number | undefined>>,
): Trouble {
  const isSpent = status === 403 && String(headers['x-ratelimit-remaining']) === '0'
  const reset = Number(headers['x-ratelimit-reset'])
  const untilReset = isSpent && reset > 0 ? Math.max(1, Math.ceil(reset - Date.now() / 1_000)) : undefined
  const after = headers['retry-after']
  const retryAfter = readRetryAfter(after === undefined ? undefined : String(after)) ?? untilReset
  return new Trouble(`${service} answered ${status}: ${said.slice(0, 300)}`, {
    isFinal: isFinal(status) && retryAfter === undefined,
    retryAfter,
  })
}

/**
 * Asks a program outside once.
 * @returns the body of a success, as text; null when the success came and its body did not.
 * @throws Trouble
 */
export async function callOutside(call: OutsideCall): Promise<string | null> {
  const { service, url, method = 'GET', headers, body, patience, signal } = call
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    })
  } catch (cause) {
    throw new Trouble(`${service} did not answer: ${reason(cause)}`, { cause })
  }
  const text = await readText(response)
  if (response.ok) return text
  throw asTrouble(service, response.status, inWords(text ?? ''), Object.fromEntries(response.headers))
}

const refused = z.object({
  message: z.string().optional(),
  code: z.number().optional().catch(undefined),
  errorMessages: z.array(z.string()).optional(),
  errors: z.record(z.string(), z.string()).optional(),
})

/** What a refusal says, where it is in a form that we know; else as it came. */
function inWords(text: string): string {
  try {
    const { message, code, errorMessages = [], errors = {} } = refused.parse(JSON.parse(text))
    const fields = Object.entries(errors).map(([name, mistake]) => `${name}: ${mistake}`)
    const said = message && code !== undefined ? `${message} (${code})` : message
    return [said, ...errorMessages, ...fields].filter(Boolean).join('; ') || text
  } catch {
    return text
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection'
  return error.cause instanceof Error ? error.cause.message : error.message
}

async function readText(response: Response): Promise<string | null> {
  try {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      if (text.length > longestAnswer) return null
    }
    return text + decoder.decode()
  } catch {
    return null
  }
}

/**
 * Asks a program outside once, for something of a known shape.
 * @throws Trouble also when the answer is cut off, is no JSON, or has another shape.
 */
export async function callJson<Type extends z.ZodType>(call: OutsideCall, shape: Type): Promise<z.infer<Type>> {
  const text = await callOutside(call)
  if (text === null) throw new Trouble(`${call.service} broke off its answer`)
  try {
    return shape.parse(JSON.parse(text))
  } catch (cause) {
    throw new Trouble(`${call.service} gave an answer that cannot be read`, { cause })
  }
}
