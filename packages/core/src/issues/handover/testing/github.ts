import { createHash } from 'node:crypto'
import { type Answer, type Asked, openLoopback } from '../../../testing/loopback.ts'

interface Pull {
  number: number
  html_url: string
  state: 'open' | 'closed'
  draft: boolean
  merged_at: string | null
  updated_at: string
  title: string
  body: string
  head: { ref: string }
  base: { ref: string }
  labels: string[]
}

const repository = '/repos/acme/shop'
const missing: Answer = { status: 404, body: { message: 'Not Found' } }

function asApp(path: string): Answer {
  if (path === `${repository}/installation`) return { status: 200, body: { id: 34 } }
  if (path !== '/app/installations/34/access_tokens') return missing
  const expires_at = new Date(Date.now() + 3_600_000).toISOString()
  return { status: 201, body: { token: 'ghp_secret', expires_at, permissions: {}, repository_selection: 'all' } }
}

/** Speaks as GitHub does, as far as branches, files and pull requests go. */
export async function openGithubServer({ hasDrafts = true } = {}) {
  const refs = new Map([['heads/main', 'a'.repeat(40)]])
  const files = new Map<string, string>()
  const pulls: Pull[] = []

  const openPull = (asked: Asked): Answer => {
    const { title, head, base, body, draft } = asked.body as Record<string, string>
    if (draft && !hasDrafts) return { status: 422, body: { message: 'Draft pull requests are not supported' } }
    if (pulls.some(pull => pull.head.ref === head && pull.state === 'open')) {
      return { status: 422, body: { message: 'A pull request already exists' } }
    }
    const number = pulls.length + 7
    const html_url = `https://github.com/acme/shop/pull/${number}`
    const names = { title: String(title), body: String(body), head: { ref: String(head) }, base: { ref: String(base) } }
    const state = { state: 'open' as const, draft: Boolean(draft), merged_at: null, updated_at: '2026-10-01T10:00:00Z' }
    const pull = { number, html_url, ...names, ...state, labels: [] }
    pulls.push(pull)
    return { status: 201, body: pull }
  }
  const listPulls = (head: string | null): Answer => ({
    ...{ status: 200, body: pulls.filter(pull => `acme:${pull.head.ref}` === head) },
  })
  const ofFile = (path: string, { method, query, body }: Asked): Answer => {
    const branch = String(method === 'GET' ? query.get('ref') : body.branch)
    // A branch begins as what main holds.
    const content = files.get(`${branch}:${path}`) ?? files.get(`main:${path}`)
    const sha = content && createHash('sha1').update(content).digest('hex')
    if (method === 'GET') return content === undefined ? missing : { status: 200, body: { sha, content } }
    if (sha && !body.sha) return { status: 422, body: { message: '"sha" was not supplied' } }
    if (sha !== body.sha) return { status: 409, body: { message: `${path} does not match ${body.sha}` } }
    files.set(`${branch}:${path}`, String(body.content))
    return { status: 201, body: { content: { path } } }
  }
  const makeRef = ({ ref, sha }: Record<string, unknown>): Answer => {
    const name = String(ref).replace('refs/', '')
    if (refs.has(name)) return { status: 422, body: { message: 'Reference already exists' } }
    refs.set(name, String(sha))
    return { status: 201, body: { ref, object: { sha } } }
  }
  const server = await openLoopback(asked => {
    const { method } = asked
    const authorization = asked.headers.authorization ?? ''
    // An app's own token is a JWT; with it it asks for the token of an installation.
    if (/^bearer e/i.test(authorization)) return asApp(asked.path)
    if (authorization !== 'token ghp_secret') return { status: 401, body: { message: 'Bad credentials' } }
    if (!asked.path.startsWith(repository)) return missing
    const [, kind, ...rest] = asked.path.slice(repository.length).split('/')
    const path = rest.join('/')
    if (!kind) return { status: 200, body: { default_branch: 'main' } }
    if (kind === 'contents') return ofFile(path, asked)
    if (kind === 'git' && method === 'POST') return makeRef(asked.body)
    if (kind === 'git') {
      const sha = refs.get(path.replace('ref/', ''))
      return sha ? { status: 200, body: { object: { sha } } } : missing
    }
    const pull = pulls.find(({ number }) => String(number) === rest[0])
    if (kind === 'issues' && pull) {
      pull.labels = [...new Set([...pull.labels, ...(asked.body.labels as string[])])]
      return { status: 200, body: [] }
    }
    if (kind !== 'pulls') return missing
    if (pull) return { status: 200, body: pull }
    return method === 'POST' ? openPull(asked) : listPulls(asked.query.get('head'))
  })
  return { ...server, refs, files, pulls, settings: { apiUrl: server.url, auth: { token: 'ghp_secret' } } }
}
