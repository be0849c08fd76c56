import { type Answer, type Asked, openLoopback } from '../../../testing/loopback.ts'

interface Ticket {
  key: string
  fields: Record<string, unknown>
  properties: unknown
  comments: unknown[]
  status: { name: string; statusCategory: { key: string } }
}

const toDo = { name: 'To Do', statusCategory: { key: 'new' } }
export const done = { name: 'Erledigt', statusCategory: { key: 'done' } }

/** Speaks as Jira Cloud does, as far as tickets go. */
export async function openJiraServer({ hasPriority = true } = {}) {
  const tickets: Ticket[] = []
  const create = ({ fields, properties }: Record<string, unknown>): Answer => {
    const known = { ...(fields as Record<string, unknown>) }
    if (!hasPriority && known.priority) {
      const errors = { priority: "Field 'priority' cannot be set. It is not on the appropriate screen, or unknown." }
      return { status: 400, body: { errorMessages: [], errors } }
    }
    const key = `OPS-${tickets.length + 1}`
    tickets.push({ key, fields: known, properties, comments: [], status: toDo })
    return { status: 201, body: { id: '10000', key, self: `https://jira/${key}` } }
  }
  const search = (jql: unknown): Answer => {
    const label = /labels = "([^"]+)"/.exec(String(jql))?.[1]
    const found = tickets.filter(({ fields }) => Array.isArray(fields.labels) && fields.labels.includes(label))
    return { status: 200, body: { issues: found.map(({ key }) => ({ id: '1', key })), isLast: true } }
  }
  const ofTicket = (ticket: Ticket, what: string | undefined, { method, body }: Asked): Answer => {
    if (!what) return { status: 200, body: { key: ticket.key, fields: { status: ticket.status } } }
    if (what === 'comment' && method === 'GET') return { status: 200, body: { comments: ticket.comments, total: 1 } }
    if (what === 'comment') {
      ticket.comments.push(body)
      return { status: 201, body: { id: '1' } }
    }
    if (method === 'GET') {
      const ways = [
        { id: '21', name: 'Start', to: { name: 'In Progress', statusCategory: { key: 'indeterminate' } } },
        { id: '31', name: 'Finish', to: done },
      ]
      return { status: 200, body: { transitions: ways } }
    }
    if (JSON.stringify(body) !== '{"transition":{"id":"31"}}') return { status: 400, body: { errorMessages: ['no'] } }
    ticket.status = done
    return { status: 204 }
  }
  const server = await openLoopback(asked => {
    if (asked.headers.authorization !== `Basic ${Buffer.from('ops@example.com:secret').toString('base64')}`) {
      return { status: 401, body: { errorMessages: ['Client must be authenticated'] } }
    }
    const [, key, what] = /^\/rest\/api\/3\/issue\/([A-Z]+-\d+)(?:\/(\w+))?$/.exec(asked.path) ?? []
    if (asked.path === '/rest/api/3/issue' && asked.method === 'POST') return create(asked.body)
    if (asked.path === '/rest/api/3/search/jql') return search(asked.body.jql)
    const ticket = tickets.find(each => each.key === key)
    return ticket ? ofTicket(ticket, what, asked) : { status: 404, body: { errorMessages: ['No such issue'] } }
  })
  const settings = {
    ...{ baseUrl: server.url, email: 'ops@example.com', apiToken: 'secret', project: 'OPS', issueType: 'Bug' },
  }
  return { ...server, tickets, settings }
}
