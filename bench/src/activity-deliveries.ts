import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { randomFrom } from './made-up-text.ts'

type Json = Record<string, unknown>

/** One delivery as GitHub words it. */
export interface Delivery {
  id: string
  kind: string
  body: string
}

interface Examples {
  name: string
  examples: Json[]
}

// The package's own form.
const published = createRequire(import.meta.url)('@octokit/webhooks-examples') as Examples[]

/** A published payload of this kind, as long as GitHub's are, to be given other numbers and times. */
function exampleOf(kind: string, action?: string): Json {
  const found = published.find(({ name }) => name === kind)?.examples.find(each => each.action === action)
  if (!found) throw new Error(`GitHub publishes no ${kind} ${action ?? ''}`)
  return found
}

const [repositories, people, start] = [20, 60, Date.UTC(2026, 0, 1)]
const minute = 60_000

const part = (payload: Json, name: string): Json => Object(payload[name])

function repositoryOf(payload: Json, n: number): Json {
  const name = `r${n % repositories}`
  const own = { id: 1_000 + (n % repositories), name, full_name: `bench/${name}`, default_branch: 'main' }
  return { ...part(payload, 'repository'), ...own, html_url: `https://github.example/bench/${name}` }
}

/**
 * So many deliveries of a busy day: of ten, five push commits, and five are about pull requests, reviews, comments and
 * issues, each of which retells the pull request or issue that it is of.
 * @returns the deliveries, and how many facts are in them.
 */
export function makeDeliveries(count: number): { deliveries: Delivery[]; facts: number } {
  const random = randomFrom(11)
  const below = (limit: number) => Math.floor(random() * limit)
  const at = (n: number) => new Date(start + n * minute).toISOString().replace('.000', '')
  const user = (n: number) => ({ id: 500 + n, login: `dev-${n}`, type: 'User' })
  const by = (payload: Json, name: string, n: number): Json => ({ ...part(part(payload, name), 'user'), ...user(n) })
  const keys = new Set<string>()
  const note = (n: number, key: string) => keys.add(`${n % repositories} ${key}`)
  const examples = {
    push:
      published
        .find(({ name }) => name === 'push')
        ?.examples.find(
          each => part(each, 'head_commit').id && Array.isArray(each.commits) && each.commits.length > 0,
        ) ?? {},
    opened: exampleOf('pull_request', 'opened'),
    closed: exampleOf('pull_request', 'closed'),
    review: exampleOf('pull_request_review', 'submitted'),
    issue: exampleOf('issues', 'opened'),
    comment: exampleOf('issue_comment', 'created'),
  }
  const commit = (n: number, index: number): Json => {
    const id = createHash('sha1').update(`${n} ${index}`).digest('hex')
    note(n, `commit:${id}`)
    const who = below(people)
    const author = { name: `Dev ${who}`, email: `dev-${who}@example.com`, username: `dev-${who}` }
    const url = `https://github.example/commit/${id}`
    return {
      id,
      url,
      author,
      message: `fix(${index}): change ${n} of the parser`,
      timestamp: at(n),
      added: [],
      removed: [],
      modified: ['a.ts'],
    }
  }
  const pull = (example: Json, n: number, more: Json): Json => {
    note(n, `pr:${n}:opened`)
    const own = {
      id: n,
      number: n,
      title: `Change ${n}`,
      html_url: `https://github.example/pull/${n}`,
      user: by(example, 'pull_request', n % people),
    }
    return { ...part(example, 'pull_request'), ...own, created_at: at(n), updated_at: at(n + 1), ...more }
  }
  const makers: ((n: number) => [string, Json, Json])[] = [
    n => [
      'push',
      examples.push,
      {
        ref: `refs/heads/b${n}`,
        deleted: false,
        commits: Array.from({ length: 1 + (n % 5) }, (_, index) => commit(n, index)),
      },
    ],
    n => ['pull_request', examples.opened, { pull_request: pull(examples.opened, n, { state: 'open' }) }],
    n => {
      note(n, `pr:${n}:merged`)
      const ended = {
        state: 'closed',
        merged: true,
        merged_at: at(n + 1),
        closed_at: at(n + 1),
        merged_by: user(below(people)),
      }
      return ['pull_request', examples.closed, { pull_request: pull(examples.closed, n, ended) }]
    },
    n => {
      note(n, `review:${n}`)
      const review = {
        ...part(examples.review, 'review'),
        id: n,
        submitted_at: at(n + 1),
        user: user(below(people)),
        body: 'Looks right',
      }
      return [
        'pull_request_review',
        examples.review,
        { review, pull_request: pull(examples.review, n, { state: 'open' }) },
      ]
    },
    n => {
      note(n, `issue:${n}:opened`)
      const own = {
        id: n,
        number: n,
        title: `Trouble ${n}`,
        user: user(below(people)),
        created_at: at(n),
        updated_at: at(n),
      }
      return ['issues', examples.issue, { issue: { ...part(examples.issue, 'issue'), ...own } }]
    },
    n => {
      note(n, `issue:${n}:opened`)
      note(n, `comment:${n}`)
      const own = {
        id: n,
        number: n,
        title: `Trouble ${n}`,
        user: user(below(people)),
        created_at: at(n),
        updated_at: at(n),
      }
      const comment = {
        ...part(examples.comment, 'comment'),
        id: n,
        user: user(below(people)),
        body: 'It happens here too',
        created_at: at(n),
        updated_at: at(n),
      }
      return ['issue_comment', examples.comment, { issue: { ...part(examples.comment, 'issue'), ...own }, comment }]
    },
  ]
  const deliveries = Array.from({ length: count }, (_, index) => {
    const n = index + 1
    const maker = n % 2 ? makers[0] : makers[1 + below(makers.length - 1)]
    const [kind, example, more] = maker?.(n) ?? ['ping', {}, {}]
    const sender = { ...part(example, 'sender'), ...user(n % people) }
    const body = JSON.stringify({
      ...example,
      repository: repositoryOf(example, n),
      sender,
      installation: { id: 1 },
      ...more,
    })
    return { id: `bench-${n}`, kind, body }
  })
  return { deliveries, facts: keys.size }
}
