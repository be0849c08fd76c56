import { escapeHtml, hrefOf, inlineHtml } from './markup.ts'

/** A claim or a fact, and the addresses on the web that bear it out. */
export interface EmailItem {
  text: string
  sources?: readonly { label: string; url: string }[]
}

/** What a message is made of. All texts are plain: a word of somebody else's is never markup, but code between backticks. */
export type EmailPart =
  | { kind: 'words'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'list'; items: readonly EmailItem[] }
  /** What the reader is to open; in plain text its address, on a line of its own. */
  | { kind: 'button'; label: string; url: string }
  /** Small print. */
  | { kind: 'note'; text: string }

function plainPart(part: EmailPart): string {
  if (part.kind === 'list') return part.items.map(({ text }) => `- ${text}`).join('\n')
  return part.kind === 'button' ? part.url : part.text
}

/** The plain text of a message. */
export const emailText = (body: readonly EmailPart[]): string => `${body.map(plainPart).join('\n\n')}\n`

/**
 * Light colours stand in each tag, because some programs drop style sheets; dark ones take their place where the program
 * knows `prefers-color-scheme`. Those that darken by themselves are told that we do (`color-scheme`).
 */
const styleSheet = `a{color:#3056d3}code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em}
@media (prefers-color-scheme:dark){body,.page{background:#141413!important}.card{background:#1a1a19!important;border-color:#2c2c2a!important}
.ink{color:#ecebe8!important}.faint{color:#a8a7a2!important}a{color:#7d9bff}.button{background:#3056d3!important}.button a{color:#fff!important}}`

const ink = 'color:#1d1d1b'
const faint = 'color:#63625e'
const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

const lines = (text: string): string => inlineHtml(text).replaceAll('\n', '<br>')

function htmlItem({ text, sources = [] }: EmailItem): string {
  const marks = sources.map(({ label, url }) => `<a href="${hrefOf(url)}">${escapeHtml(label)}</a>`).join(', ')
  return `<li dir="auto" style="margin:0 0 8px">${lines(text)}${marks && ` <span class="faint" style="${faint};font-size:13px">[${marks}]</span>`}</li>`
}

/** A table, because there are programs that give room only to cells; the address below it is for where no button shows. */
function htmlButton({ label, url }: { label: string; url: string }): string {
  const href = hrefOf(url)
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0 12px"><tr>
<td class="button" bgcolor="#3056d3" style="background:#3056d3;border-radius:6px;padding:11px 20px"><a href="${href}" style="color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></td>
</tr></table>
<p class="faint" style="margin:0 0 20px;font-size:13px;${faint};overflow-wrap:anywhere">Or open <a href="${href}">${escapeHtml(url)}</a></p>`
}

function htmlPart(part: EmailPart): string {
  switch (part.kind) {
    case 'heading':
      return `<h2 class="ink" dir="auto" style="margin:24px 0 8px;font-size:16px;line-height:1.4;${ink}">${escapeHtml(part.text)}</h2>`
    case 'list':
      return `<ul class="ink" style="margin:0 0 16px;padding:0 0 0 20px;${ink}">\n${part.items.map(htmlItem).join('\n')}\n</ul>`
    case 'button':
      return htmlButton(part)
    case 'note':
      return `<p class="faint" dir="auto" style="margin:0 0 16px;font-size:13px;${faint}">${lines(part.text)}</p>`
    case 'words':
      return `<p class="ink" dir="auto" style="margin:0 0 16px;${ink}">${lines(part.text)}</p>`
  }
}

/** The same message as a page: nothing in it is fetched from anywhere, and nothing in it runs. */
export function emailHtml(subject: string, body: readonly EmailPart[]): string {
  const title = escapeHtml(subject)
  // What the heading says already is not said twice.
  const parts = body.filter(part => part.kind !== 'words' || part.text !== subject).map(htmlPart)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<base target="_blank">
<title>${title}</title>
<style>${styleSheet}</style>
</head>
<body style="margin:0;background:#fbfbfa">
<div class="page" style="background:#fbfbfa;padding:24px 12px">
<div class="card ink" style="max-width:600px;margin:0 auto;background:#ffffff;border:1px solid #e7e6e3;border-radius:8px;padding:28px 28px 12px;${font};font-size:15px;line-height:1.55;${ink};overflow-wrap:break-word">
<h1 class="ink" dir="auto" style="margin:0 0 16px;font-size:20px;line-height:1.35;${ink}">${title}</h1>
${parts.join('\n')}
</div>
</div>
</body>
</html>
`
}
