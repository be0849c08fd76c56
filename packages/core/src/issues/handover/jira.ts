import { z } from 'zod'
import { callJson, callOutside, type JiraSettings, type OutsideCall } from '../../kernel/index.ts'

const status = z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) })
const found = z.object({ issues: z.array(z.object({ key: z.string() })) })
const created = z.object({ key: z.string() })
const ticket = z.object({ fields: z.object({ status }) })
const comments = z.object({ comments: z.array(z.object({ body: z.unknown() })) })
const transitions = z.object({ transitions: z.array(z.object({ id: z.string(), to: status })) })

export interface TicketState {
  name: string
  isDone: boolean
}

/** Jira Cloud's REST API, version 3 (https://developer.atlassian.com/cloud/jira/platform/rest/v3). */
export interface Jira {
  /** The key of the ticket with a label, if there is one. */
  find: (label: string) => Promise<string | null>
  /** @returns the key of the new ticket. */
  create: (fields: Readonly<Record<string, unknown>>, issueId: string) => Promise<string>
  read: (key: string) => Promise<TicketState>
  /** Whether one of the latest hundred comments holds a text. */
  hasComment: (key: string, text: string) => Promise<boolean>
  comment: (key: string, body: object) => Promise<void>
  /** Moves it to a status of the category done. @returns false when its workflow has no such way from here. */
  finish: (key: string) => Promise<boolean>
}

/** Every method throws `Trouble`. */
export function openJira(settings: JiraSettings, patience: number, signal: AbortSignal): Jira {
  const authorization = `Basic ${Buffer.from(`${settings.email}:${settings.apiToken}`).toString('base64')}`
  const call = (path: string, more: Pick<OutsideCall, 'method' | 'body'> = {}): OutsideCall => ({
    ...{ service: 'Jira', url: `${settings.baseUrl}/rest/api/3/${path}`, headers: { authorization }, patience, signal },
    ...more,
  })
  const post = (path: string, body: object) => call(path, { method: 'POST', body })
  const at = (key: string) => `issue/${encodeURIComponent(key)}`
  return {
    find: async label => {
      const jql = `project = "${settings.project}" AND labels = "${label}" ORDER BY created ASC`
      const { issues } = await callJson(post('search/jql', { jql, maxResults: 1, fields: ['status'] }), found)
      return issues[0]?.key ?? null
    },
    create: async (fields, issueId) => {
      const whole = { project: { key: settings.project }, issuetype: { name: settings.issueType }, ...fields }
      const properties = [{ key: 'quarterdeck', value: { issueId } }]
      return (await callJson(post('issue', { fields: whole, properties }), created)).key
    },
    read: async key => {
      const { name, statusCategory } = (await callJson(call(`${at(key)}?fields=status`), ticket)).fields.status
      return { name, isDone: statusCategory.key === 'done' }
    },
    hasComment: async (key, text) => {
      const latest = await callJson(call(`${at(key)}/comment?orderBy=-created&maxResults=100`), comments)
      return latest.comments.some(({ body }) => JSON.stringify(body).includes(JSON.stringify(text).slice(1, -1)))
    },
    comment: async (key, body) => {
      await callJson(post(`${at(key)}/comment`, { body }), z.object({ id: z.string() }))
    },
    finish: async key => {
      const ways = await callJson(call(`${at(key)}/transitions`), transitions)
      const way = ways.transitions.find(({ to }) => to.statusCategory.key === 'done')
      if (way) await callOutside(post(`${at(key)}/transitions`, { transition: { id: way.id } }))
      return way !== undefined
    },
  }
}
