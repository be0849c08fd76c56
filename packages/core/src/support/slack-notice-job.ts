import { z } from 'zod'
import { callJson, callOutside, type Deps, type SlackSettings, Trouble } from '../kernel/index.ts'
import { noticeText, type StaffNotice } from './notices.ts'

const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() })

async function say(settings: SlackSettings, text: string, patience: number): Promise<void> {
  const call = { service: 'Slack', method: 'POST' as const, patience, signal: new AbortController().signal }
  if ('webhookUrl' in settings) {
    await callOutside({ ...call, url: settings.webhookUrl, body: { text } })
    return
  }
  const headers = { authorization: `Bearer ${settings.botToken}`, 'content-type': 'application/json; charset=utf-8' }
  const body = { channel: settings.channel, text, unfurl_links: false }
  const said = await callJson({ ...call, url: `${settings.apiUrl}/chat.postMessage`, headers, body }, answer)
  if (!said.ok) throw new Trouble(`Slack refused chat.postMessage: ${said.error ?? 'no reason'}`)
}

/** Says it once, or again after a failure: of two messages about one customer who waits, none is too much. */
export async function run(deps: Deps, notice: StaffNotice & { workspaceId: string }): Promise<void> {
  const { slack, patience } = deps.integrations
  const text = slack && (await noticeText(deps.db, deps, notice))
  if (text) await say(slack, `${text.line}\n<${text.url}|Open the conversation>`, patience)
}
