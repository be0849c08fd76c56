import { createHash } from 'node:crypto'
import { type Answer, type Asked, openLoopback } from '../../../testing/loopback.ts'
import { type HistoryPull, type KnownCommit, wordsOf } from './history.ts'

export interface HistoryRepository {
  ghId: number
  fullName: string
  /** Oldest first. */
  commits: KnownCommit[]
  pulls: HistoryPull[]
}

interface Options {
  repositories: HistoryRepository[]
  /** The time by which requests are counted. */
  now: () => Date
  /** Requests within one span, and how long that is, in milliseconds. */
  limit?: number
  span?: number
  /** Whether repositories are listed, and cannot be had. */
  isHidden?: (asked: Asked) => boolean
  /** What the app has no permission for. */
  forbids?: (asked: Asked) => boolean
  /** What the n-th counted request gets instead of its answer. */
  spoilt?: (n: number) => 'broken' | 'secondary' | 'slow down' | null
}

export interface HookDelivery {
  id: number
  guid: string
  delivered_at: string
  redelivery: boolean
  status_code: number
}

const missing: Answer = { status: 404, body: { message: 'Not Found' } }
const newestFirst = <Item>(items: readonly Item[], at: (item: Item) => string): Item[] =>
  items.toSorted((a, b) => Date.parse(at(b)) - Date.parse(at(a)))

/** What a repository's lists hold, by the path after its name, made once: an answer is a slice of it. */
function listsOf({ fullName, ghId, commits, pulls }: HistoryRepository) {
  const words = wordsOf(fullName, ghId)
  const byUpdate = ({ updated_at }: { updated_at: string }) => updated_at
  const own = pulls.flatMap(each => each.commits)
  const commitOf = (given: KnownCommit) => [given.sha, given] as const
  return {
    words,
    bySha: new Map([...commits, ...own].map(commitOf)),
    byNumber: new Map(pulls.map(pull => [pull.number, pull])),
    commits: newestFirst(commits, ({ date }) => date),
    pulls: newestFirst(
      pulls.map(pull => words.pull(pull, false)),
      byUpdate,
    ),
    'pulls/comments': newestFirst(pulls.map(words.reviewComment), byUpdate),
    'issues/comments': newestFirst(pulls.map(words.comment), byUpdate),
    // GitHub has pull requests among its issues.
    issues: newestFirst([...pulls.map(words.issue), ...pulls.map(each => asIssue(words.pull(each, false)))], byUpdate),
    releases: newestFirst(
      pulls.filter(({ number }) => number % 20 === 1).map(words.release),
      ({ created_at }) => created_at,
    ),
  }
}

const asIssue = <Pull extends { user: object }>(pull: Pull) => ({ ...pull, pull_request: { url: '' } })

/**
 * Speaks as GitHub does to an app that fetches history: pages, names of lists (ETags), counted requests, and what goes wrong.
 * The lists are read when it is opened, and again by `changed`.
 */
export async function openHistoryServer({
  repositories,
  now,
  limit = 5_000,
  span = 3_600_000,
  isHidden,
  forbids,
  spoilt,
}: Options) {
  const deliveries: HookDelivery[] = []
  let lists = new Map<string, ReturnType<typeof listsOf>>()
  const changed = () => {
    lists = new Map(repositories.map(each => [each.fullName, listsOf(each)]))
  }
  changed()
  let counted = 0
  let window = { ends: now().getTime() + span, used: 0 }
  let url = ''

  function paged(
    items: readonly unknown[],
    { path, query }: Asked,
    wrap = (page: readonly unknown[]): unknown => page,
  ): Answer {
    const [size, page] = [Number(query.get('per_page') ?? 30), Number(query.get('page') ?? 1)]
    const more = items.length > size * page
    const next = new URLSearchParams(query)
    next.set('page', String(page + 1))
    const headers: Record<string, string> = more ? { link: `<${url}${path}?${next}>; rel="next"` } : {}
    return { status: 200, body: wrap(items.slice(size * (page - 1), size * page)), headers }
  }

  function ofRepository(asked: Asked): Answer {
    const [, , owner, name, ...rest] = asked.path.split('/')
    const own = lists.get(`${owner}/${name}`)
    if (!own || isHidden?.(asked)) return missing
    const list = rest.join('/')
    const since = asked.query.get('since') ?? ''
    const isRecent = (at: string) => !since || Date.parse(at) >= Date.parse(since)
    if (list === 'commits') {
      const recent = own.commits.filter(({ date }) => isRecent(date))
      return paged(
        recent.map(each => own.words.commit(each, false)),
        asked,
      )
    }
    if (list === 'pulls' || list === 'releases') return paged(own[list], asked)
    if (list === 'pulls/comments' || list === 'issues/comments' || list === 'issues') {
      return paged(
        (own[list] as { updated_at: string }[]).filter(each => isRecent(each.updated_at)),
        asked,
      )
    }
    const [kind, key, part] = rest
    if (kind === 'commits') {
      const commit = own.bySha.get(key ?? '')
      return commit ? { status: 200, body: own.words.commit(commit, true) } : missing
    }
    const pull = kind === 'pulls' ? own.byNumber.get(Number(key)) : undefined
    if (!pull) return missing
    if (!part) return { status: 200, body: own.words.pull(pull, true) }
    if (part === 'commits')
      return paged(
        pull.commits.map(each => own.words.commit(each, false)),
        asked,
      )
    return part === 'reviews' ? paged([own.words.review(pull)], asked) : missing
  }

  const described = () =>
    repositories.map(({ ghId, fullName }) => ({
      ...{ id: ghId, node_id: `R_${ghId}`, full_name: fullName, html_url: `https://github.com/${fullName}` },
      ...{ private: false, fork: false, archived: false, default_branch: 'main', language: 'TypeScript' },
    }))

  function asApp(asked: Asked): Answer {
    const { path, method } = asked
    if (path === '/app/installations') {
      const account = { login: 'acme', type: 'Organization' }
      return paged([{ id: 34, account, repository_selection: 'all', suspended_at: null }], asked)
    }
    if (path === '/app/installations/34/access_tokens') {
      const expires_at = new Date(Date.now() + 3_600_000).toISOString()
      return {
        status: 201,
        body: { token: 'ghs_installation', expires_at, permissions: {}, repository_selection: 'all' },
      }
    }
    if (path === '/app/hook/deliveries')
      return paged(
        newestFirst(deliveries, each => each.delivered_at),
        asked,
      )
    const id = /^\/app\/hook\/deliveries\/(\d+)\/attempts$/.exec(path)?.[1]
    const again = method === 'POST' && deliveries.find(each => each.id === Number(id))
    if (!again) return missing
    const delivered_at = now().toISOString()
    deliveries.push({ ...again, id: again.id + 1_000, delivered_at, redelivery: true, status_code: 202 })
    return { status: 202, body: {} }
  }

  function answer(asked: Asked): Answer {
    if (asked.path === '/installation/repositories') {
      return paged(described(), asked, page => ({ total_count: repositories.length, repositories: page }))
    }
    if (asked.path === '/user') return { status: 200, body: { login: 'acme', type: 'Organization' } }
    if (asked.path === '/user/repos') return paged(described(), asked)
    return ofRepository(asked)
  }

  function count(asked: Asked): Answer {
    const time = now().getTime()
    if (time >= window.ends) window = { ends: time + span, used: 0 }
    const rate = () => ({
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
      'x-ratelimit-reset': String(Math.ceil(window.ends / 1_000)),
    })
    if (window.used >= limit) {
      return { status: 403, body: { message: 'API rate limit exceeded' }, headers: rate() }
    }
    window.used++
    counted++
    const fault = spoilt?.(counted)
    if (fault === 'broken') return { status: 502, body: '<html>Bad Gateway', headers: rate() }
    const said = { message: 'You have exceeded a secondary rate limit' }
    if (fault === 'secondary') return { status: 403, body: said, headers: { ...rate(), 'retry-after': '30' } }
    if (fault === 'slow down') return { status: 429, body: said, headers: rate() }
    if (forbids?.(asked)) {
      return { status: 403, body: { message: 'Resource not accessible by integration' }, headers: rate() }
    }
    const given = answer(asked)
    const etag = `W/"${createHash('sha1').update(JSON.stringify(given.body)).digest('hex')}"`
    if (asked.headers['if-none-match'] === etag) {
      window.used--
      return { status: 304, headers: { ...rate(), etag } }
    }
    return { ...given, headers: { ...given.headers, ...rate(), etag } }
  }

  const server = await openLoopback(asked => {
    const authorization = asked.headers.authorization ?? ''
    // An app's own token is a JWT; with it it asks for the token of an installation.
    if (asked.path.startsWith('/app/'))
      return /^bearer e/i.test(authorization) ? asApp(asked) : { status: 401, body: {} }
    const isKnown = ['token ghs_installation', 'token ghp_secret'].includes(authorization)
    return isKnown ? count(asked) : { status: 401, body: { message: 'Bad credentials' } }
  })
  url = server.url
  return { ...server, deliveries, changed, counted: () => counted, endsAt: () => new Date(window.ends) }
}
