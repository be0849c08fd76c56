import { isIP } from 'node:net'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Integrations, type Limits, readLimits, type StorageSettings } from '@quarterdeck/core/kernel'
import { z } from 'zod'
import { channelMistakes, channelShape, readChannels } from './env-channels.ts'
import { integrationMistakes, integrationShape, readIntegrations } from './env-integrations.ts'
import { optional, secrets } from './env-kinds.ts'
import { readStorage, storageMistakes, storageShape } from './env-storage.ts'
import { StartError } from './start-error.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const port = z.coerce
  .number({ error: 'must be a number' })
  .int({ error: 'must be a whole number' })
  .min(0, { error: 'must be between 0 and 65535' })
  .max(65_535, { error: 'must be between 0 and 65535' })

const limits = z.string().transform((text, context) => {
  const { limits, mistakes } = readLimits(text)
  for (const message of mistakes) context.addIssue({ code: 'custom', message })
  return limits
})

/** Names of ranges that Fastify's proxy-addr knows. */
const ranges = ['loopback', 'linklocal', 'uniquelocal']

function isAddressOrRange(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/')
  const version = isIP(address)
  const isLength = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128))
  return ranges.includes(text) || (version !== 0 && isLength && rest.length === 0)
}

const proxies = z.string().transform((text, context) => {
  const addresses = text.split(',').map(each => each.trim())
  if (text.trim() === 'none') return []
  for (const address of addresses.filter(each => !isAddressOrRange(each))) {
    const known = 'an address, a range such as 10.0.0.0/8, loopback, linklocal, uniquelocal, or `none` alone'
    context.addIssue({ code: 'custom', message: `cannot read \`${address}\`: give ${known}` })
  }
  return addresses
})

const shape = {
  PORT: optional(port),
  HOST: optional(z.string()),
  DATABASE_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\/./, {
      error: 'must begin with postgres://, such as postgres://user:password@host/database',
    }),
  ),
  QUARTERDECK_DATA_DIR: optional(z.string()),
  QUARTERDECK_OWNER_EMAIL: optional(z.email({ error: 'must be an e-mail address' })),
  QUARTERDECK_OWNER_PASSWORD: optional(z.string().min(10, { error: 'must have at least 10 characters' })),
  QUARTERDECK_WRITE_KEY: optional(
    z
      .string()
      .min(8, { error: 'must have at least 8 characters' })
      // Headers carry it, and Basic ends a user name with a colon.
      .regex(/^[!-9;-~]*$/, { error: 'must be ASCII without spaces and colons' }),
  ),
  QUARTERDECK_DEMO: optional(z.enum(['0', '1'], { error: 'must be 0 or 1' })),
  QUARTERDECK_ROLE: optional(z.enum(['all', 'http', 'worker'], { error: 'must be all, http or worker' })),
  PUBLIC_URL: optional(
    z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' }),
  ),
  SMTP_URL: optional(
    z.string().regex(/^smtps?:\/\/./, {
      error: 'must begin with smtp:// or smtps://, such as smtp://user:password@host:587',
    }),
  ),
  MAIL_FROM: optional(z.email({ error: 'must be an e-mail address' })),
  CLERK_ISSUER: optional(
    z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' }),
  ),
  TRUST_PROXY: optional(proxies),
  QUARTERDECK_RATE_LIMITS: optional(limits),
  CLERK_WEBHOOK_SECRET: secrets(
    /^(whsec_)?(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    'must be a signing secret of Clerk: whsec_ and base64',
  ),
  STRIPE_WEBHOOK_SECRET: secrets(/^[!-+\--~]{8,}$/, 'must be a signing secret of Stripe, such as whsec_…'),
  ...channelShape,
  ...integrationShape,
  ...storageShape,
  OPENAI_API_KEY: optional(z.string().regex(/^[!-~]+$/, { error: 'must be ASCII without spaces' })),
  OPENAI_BASE_URL: optional(
    z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' }),
  ),
  OPENAI_MODEL: optional(z.string()),
  OPENAI_EMBEDDING_MODEL: optional(z.string()),
  LOG_LEVEL: optional(z.enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' })),
}

export interface Env {
  port: number
  host: string
  databaseUrl: string | undefined
  /** Absolute. */
  dataDir: string
  ownerEmail: string | undefined
  ownerPassword: string | undefined
  writeKey: string | undefined
  /** Whether a new installation gets sample data. */
  demo: boolean
  role: 'all' | 'http' | 'worker'
  /** Where people reach this server, when that is not the address it listens on. */
  publicUrl: string | undefined
  /** Without it e-mail waits in the outbox. */
  smtpUrl: string | undefined
  /** The sender of our e-mail; `quarterdeck@` the public host when unset. */
  mailFrom: string | undefined
  /** The issuer whose bearer tokens sign people in. */
  clerkIssuer: string | undefined
  /** Whose `X-Forwarded-*` headers are believed: addresses, ranges, or names of ranges. */
  trustProxy: string[]
  limits: Limits
  /** What deliveries of each source are signed with. */
  webhookSecrets: {
    clerk?: readonly string[]
    stripe?: readonly string[]
    github?: readonly string[]
    twilio?: readonly string[]
    email?: readonly string[]
  }
  /** Where issues are handed to, and customers are answered. */
  integrations: Integrations
  /** The bucket that files are kept in; without one they are kept in the database. */
  storage: StorageSettings | undefined
  /** The language model that explains issues; without one they are explained from the evidence alone. */
  llm: { apiKey: string; baseUrl: string | undefined; model: string } | undefined
  /** The model that embeds texts for search by meaning; without one, search is by words. */
  embeddings: { apiKey: string; baseUrl: string | undefined; model: string } | undefined
  logLevel: 'debug' | 'info' | 'warn' | 'error'
}

/** OpenAI's own model where the key is for OpenAI; another server has models of other names. */
function readEmbeddings(data: {
  OPENAI_API_KEY?: string | undefined
  OPENAI_BASE_URL?: string | undefined
  OPENAI_EMBEDDING_MODEL?: string | undefined
}): Env['embeddings'] {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_EMBEDDING_MODEL: named } = data
  const model = named ?? (baseUrl ? undefined : 'text-embedding-3-small')
  return apiKey && model ? { apiKey, baseUrl, model } : undefined
}

const isPartRole = (role: string | undefined) => role === 'http' || role === 'worker'

export class EnvError extends StartError {}

/**
 * Reads the settings; the only place that does.
 * @param instead what a command was told in place of a setting.
 * @throws EnvError that lists every mistake at once, in a line each.
 */
export function readEnv(given: NodeJS.ProcessEnv = process.env, instead: { DATABASE_URL?: string } = {}): Env {
  const variables: NodeJS.ProcessEnv = { ...given, ...instead }
  const { data, error } = z.object(shape).safeParse(variables)
  const mistakes = error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? []
  mistakes.push(...integrationMistakes(variables), ...channelMistakes(variables), ...storageMistakes(variables))
  if (isPartRole(variables.QUARTERDECK_ROLE) && !variables.DATABASE_URL) {
    mistakes.push(
      'QUARTERDECK_ROLE can only be `all` with the embedded database: it has room for one process; set DATABASE_URL',
    )
  }
  if (!data || mistakes.length > 0) {
    throw new EnvError(`These settings are wrong:\n${mistakes.map(mistake => `  ${mistake}`).join('\n')}`)
  }
  const { QUARTERDECK_DATA_DIR: dataDir = '.data', QUARTERDECK_ROLE: role = 'all' } = data
  return {
    port: data.PORT ?? 4400,
    host: data.HOST ?? '127.0.0.1',
    databaseUrl: data.DATABASE_URL,
    dataDir: isAbsolute(dataDir) ? dataDir : resolve(root, dataDir),
    ownerEmail: data.QUARTERDECK_OWNER_EMAIL,
    ownerPassword: data.QUARTERDECK_OWNER_PASSWORD,
    writeKey: data.QUARTERDECK_WRITE_KEY,
    demo: data.QUARTERDECK_DEMO ? data.QUARTERDECK_DEMO === '1' : !data.DATABASE_URL,
    role,
    publicUrl: data.PUBLIC_URL,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.MAIL_FROM,
    clerkIssuer: data.CLERK_ISSUER,
    trustProxy: data.TRUST_PROXY ?? ['loopback'],
    limits: data.QUARTERDECK_RATE_LIMITS ?? readLimits('').limits,
    webhookSecrets: {
      ...(data.CLERK_WEBHOOK_SECRET && { clerk: data.CLERK_WEBHOOK_SECRET }),
      ...(data.STRIPE_WEBHOOK_SECRET && { stripe: data.STRIPE_WEBHOOK_SECRET }),
      ...(data.TWILIO_AUTH_TOKEN && { twilio: data.TWILIO_AUTH_TOKEN }),
      ...(data.EMAIL_INBOUND_SECRET && { email: data.EMAIL_INBOUND_SECRET }),
      ...(data.GITHUB_WEBHOOK_SECRET && { github: data.GITHUB_WEBHOOK_SECRET }),
    },
    integrations: { ...readIntegrations(data), ...readChannels(data) },
    storage: readStorage(data),
    llm: data.OPENAI_API_KEY
      ? { apiKey: data.OPENAI_API_KEY, baseUrl: data.OPENAI_BASE_URL, model: data.OPENAI_MODEL ?? 'gpt-4.1' }
      : undefined,
    embeddings: readEmbeddings(data),
    logLevel: data.LOG_LEVEL ?? 'warn',
  }
}
