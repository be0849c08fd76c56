import { App, Octokit, RequestError } from 'octokit'
import type { z } from 'zod'
import { type GithubSettings, hours, later, minutes } from '../../kernel/index.ts'
import type { Rate } from './policy.ts'

/**
 * GitHub did not give what it was asked for. `limited`: not before `until`. `passing`: a little later it may. `refused`:
 * never, with the same words.
 */
export class GithubTrouble extends Error {
  readonly kind: 'limited' | 'passing' | 'refused'
  readonly until: Date | null
  /** Of the answer; 0 without one. */
  readonly status: number

  constructor(kind: GithubTrouble['kind'], message: string, status: number, until: Date | null, cause?: unknown) {
    super(message.slice(0, 500), { cause })
    this.kind = kind
    this.status = status
    this.until = until
  }
}

export interface Reply<Data> {
  data: Data
  /** Path and query of the next page. */
  next: string | null
  etag: string | null
}

/** Who speaks: an installation of the app, the app itself, or the account of a token. */
export interface GithubClient {
  /** A token sees what its account does; it cannot ask what an installation of an app shows. */
  speaksAs: 'token' | 'app'
  /**
   * Asks once.
   * @param path with its query.
   * @param etag what the list was called when it was seen last: null comes back while it is the same.
   * @throws GithubTrouble
   */
  get: <Type extends z.ZodType>(path: string, shape: Type, etag?: string | null) => Promise<Reply<z.infer<Type>> | null>
  /** @throws GithubTrouble */
  post: (path: string) => Promise<void>
  /** What GitHub said last of the requests that are left; null before it said anything. */
  rate: () => Rate | null
}

export interface GithubRules {
  patience: number
  signal: AbortSignal
  now: () => Date
  /** What was known of the requests that are left before. */
  rate?: Rate | null
  /** Until when nothing is asked, by the requests that are left; null when more may be asked. */
  waits?: (rate: Rate) => Date | null
}

type Headers = Record<string, string | number | undefined>

/** GitHub counts anew every hour: what says later than that is wrong. */
const longestWait = hours(1) + minutes(5)
/** Where a secondary limit does not say how long (docs.github.com, "Rate limits for the REST API"). */
const secondaryWait = minutes(1)

const silent = () => undefined

function readRate(headers: Headers): Rate | null {
  const [remaining, reset] = [Number(headers['x-ratelimit-remaining']), Number(headers['x-ratelimit-reset'])]
  return Number.isInteger(remaining) && reset > 0 ? { remaining, resetAt: new Date(reset * 1_000) } : null
}

/** Answers overtake each other: of one count, the lower figure is the later one. */
function lesser(known: Rate | null, said: Rate | null): Rate | null {
  const isSame = known && said && known.resetAt.getTime() === said.resetAt.getTime()
  return isSame && known.remaining < said.remaining ? known : (said ?? known)
}

function limitedUntil(status: number, message: string, headers: Headers, now: Date): Date | null {
  if (status !== 403 && status !== 429) return null
  const after = Number(headers['retry-after'])
  const asked = after > 0 ? later(now, after * 1_000) : null
  const rate = readRate(headers)
  const counted = rate?.remaining === 0 && rate.resetAt > now ? rate.resetAt : null
  const isSecondary = status === 429 || /secondary rate limit|abuse detection/i.test(message)
  const until = asked ?? counted ?? (isSecondary ? later(now, secondaryWait) : null)
  return until && new Date(Math.min(until.getTime(), later(now, longestWait).getTime()))
}

function asTrouble(error: unknown, now: Date): GithubTrouble {
  if (!(error instanceof RequestError) || !error.response) {
    const message = error instanceof Error ? error.message : String(error)
    return new GithubTrouble('passing', `GitHub did not answer: ${message}`, 0, null, error)
  }
  const { status, message } = error
  const said = `GitHub answered ${status}: ${message}`
  const until = limitedUntil(status, message, error.response.headers, now)
  if (until) return new GithubTrouble('limited', said, status, until)
  const isPassing = status >= 500 || status === 408 || status === 425
  return new GithubTrouble(isPassing ? 'passing' : 'refused', said, status, null)
}

/** The address of the next page, by the header `Link`; only one at the same server is believed. */
function nextOf(link: string | undefined, apiUrl: string): string | null {
  const address = link && /<([^<>]+)>;\s*rel="next"/.exec(link)?.[1]
  return address?.startsWith(`${apiUrl}/`) ? address.slice(apiUrl.length) : null
}

function makeOctokit({ apiUrl }: GithubSettings, patience: number, signal: AbortSignal) {
  const limited = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) })
  return Octokit.defaults({
    ...{ baseUrl: apiUrl, userAgent: 'quarterdeck', request: { fetch: limited } },
    // Their waits are timers of a process: ours are rows, which outlive it and go by the product's clock.
    ...{ retry: { enabled: false }, throttle: { enabled: false } },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })
}

/**
 * A client for GitHub's REST API that tries everything once.
 * @param as the installation's number; `app` for what only the app itself may ask. A token is always itself.
 */
export async function openGithub(
  settings: GithubSettings,
  as: number | 'app',
  { patience, signal, now, rate: before = null, waits }: GithubRules,
): Promise<GithubClient> {
  const { auth, apiUrl } = settings
  const Client = makeOctokit(settings, patience, signal)
  const app = 'token' in auth ? null : new App({ ...auth, Octokit: Client })
  const octokit = !app
    ? new Client({ auth: 'token' in auth ? auth.token : undefined })
    : as === 'app'
      ? app.octokit
      : await app.getInstallationOctokit(as)
  let rate = before
  let underWay = 0

  function note(headers: Headers): void {
    rate = lesser(rate, readRate(headers))
  }

  async function ask(method: 'GET' | 'POST', path: string, headers: Record<string, string>) {
    // Each that is on its way takes one of those that are left, though GitHub has not said so yet.
    const until = rate && waits?.({ ...rate, remaining: rate.remaining - underWay })
    if (until) throw new GithubTrouble('limited', 'The requests that are left are for webhooks and others', 0, until)
    underWay++
    try {
      const response = await octokit.request({ method, url: path, headers })
      note(response.headers)
      return response
    } catch (error) {
      if (error instanceof RequestError && error.response) note(error.response.headers)
      if (error instanceof RequestError && error.status === 304) return null
      throw asTrouble(error, now())
    } finally {
      underWay--
    }
  }

  return {
    speaksAs: app ? 'app' : 'token',
    get: async (path, shape, etag) => {
      const response = await ask('GET', path, etag ? { 'if-none-match': etag } : {})
      if (!response) return null
      const { data, success, error } = shape.safeParse(response.data)
      // A broken answer; or a server of another make, which stays what it is until the tries end.
      if (!success) throw new GithubTrouble('passing', `GitHub gave ${path} in no known form`, 200, null, error)
      return { data, next: nextOf(response.headers.link, apiUrl), etag: response.headers.etag ?? null }
    },
    post: async path => {
      await ask('POST', path, {})
    },
    rate: () => rate,
  }
}

/**
 * The items of a list, page after page.
 * @param goesOn whether the next page is wanted, by all items until then.
 * @throws GithubTrouble
 */
export async function readAll<Item>(
  client: GithubClient,
  path: string,
  shape: z.ZodType<Item[]>,
  goesOn: (items: readonly Item[]) => boolean = () => true,
): Promise<Item[]> {
  const all: Item[] = []
  let next: string | null = path
  while (next && (next === path || goesOn(all))) {
    const page: Reply<Item[]> | null = await client.get(next, shape)
    all.push(...(page?.data ?? []))
    next = page?.next ?? null
  }
  return all
}
