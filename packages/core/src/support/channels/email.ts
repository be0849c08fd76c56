import { z } from 'zod'
import { largestFile, parseJson } from '../../kernel/index.ts'

const text = z
  .string()
  .nullish()
  .transform(value => value ?? '')
const addresses = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform(value => (Array.isArray(value) ? value.join(', ') : (value ?? '')))
const headers = z
  .union([
    z.record(z.string(), z.unknown()).transform(record => Object.entries(record)),
    z
      .array(z.object({ name: z.string(), value: z.string() }))
      .transform(all => all.map(({ name, value }): [string, unknown] => [name, value])),
  ])
  .nullish()
  .transform(pairs => new Map((pairs ?? []).map(([name, value]) => [name.toLowerCase(), String(value)])))
const attachment = z.object({
  filename: z.string().max(1_000).default('file'),
  /** Base64. */
  content: z.string(),
})

/** Names without a path, each once: `photo.jpg`, `photo-2.jpg`. */
function nameFiles(all: readonly z.infer<typeof attachment>[]) {
  const taken = new Map<string, number>()
  return all.map(file => {
    const last = (file.filename.split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim().slice(-150) || 'file'
    const count = (taken.get(last) ?? 0) + 1
    taken.set(last, count)
    const filename = count === 1 ? last : last.replace(/(\.[^.]*)?$/, ending => `-${count}${ending}`)
    return { ...file, filename }
  })
}

const shape = z.object({
  from: z.string().min(3).max(1_000),
  to: addresses,
  subject: text,
  text,
  html: text,
  headers,
  attachments: z
    .array(attachment)
    .max(50)
    .nullish()
    .transform(all => nameFiles(all ?? [])),
})

/** An e-mail as the inbound webhook brings it. Header names are in lower case. */
export type Email = z.infer<typeof shape>

/** Of the attachments, in base64. */
const largest = Math.ceil(largestFile / 3) * 4

/** @returns null when it is none, or its attachments are larger than 10 MB together. */
export function readEmail(body: Buffer): Email | null {
  let json: unknown
  try {
    json = parseJson(body)
  } catch {
    return null
  }
  const { data } = shape.safeParse(json)
  const size = data?.attachments.reduce((sum, { content }) => sum + content.length, 0) ?? 0
  return data && size <= largest ? data : null
}

/** Ids in angle brackets, oldest first. */
export const idsIn = (header: string | undefined): string[] => header?.match(/<[^<>\s]{1,990}>/g) ?? []

/** Its `Message-ID`; null without one. */
export const messageIdOf = ({ headers: all }: Email): string | null => idsIn(all.get('message-id'))[0] ?? null

/** Whether a program sent it by itself, such as "I am away", a list or a bounce (RFC 3834 and what is usual besides). */
export function isAutomatic({ headers: all, from }: Email): boolean {
  const submitted = all.get('auto-submitted')?.trim().toLowerCase()
  return (
    (submitted !== undefined && !submitted.startsWith('no')) ||
    /^\s*(bulk|junk|list|auto_reply)/i.test(all.get('precedence') ?? '') ||
    ['x-autoreply', 'x-autorespond', 'list-id', 'list-unsubscribe'].some(name => all.has(name)) ||
    // Nobody is to answer what has nowhere to come back to.
    all.get('return-path')?.trim() === '<>' ||
    isBounce({ headers: all, from })
  )
}

/** Whether a mail server says that it could not deliver something. */
export const isBounce = ({ headers: all, from }: Pick<Email, 'headers' | 'from'>): boolean =>
  /^\s*multipart\/report\b.*delivery-status/is.test(all.get('content-type') ?? '') ||
  /(^|<)\s*(mailer-daemon|postmaster)@/i.test(from)
