import { escapeHtml as escaped, hrefOf as href, inlineHtml as inline } from '../../kernel/index.ts'
import { isEmpty, kindWords, nothing, nothingAtAll, type Rendered, type RenderedCitation, ranges } from './markdown.ts'

const style = `body{font:16px/1.6 system-ui,sans-serif;color:#1c1b19;background:#fff;max-width:44rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin:2rem 0 .5rem}li{margin:.35rem 0;overflow-wrap:anywhere}
a{color:#1a56b0}sup a{text-decoration:none}code{font-size:.9em;background:#f2f0ec;padding:.1em .3em;border-radius:3px}
.sources{font-size:.875rem;color:#55514a}
@media (prefers-color-scheme:dark){body{color:#e8e6e1;background:#191816}a{color:#8ab4f8}code{background:#2b2926}.sources{color:#aaa59b}}`

function marks(numbers: readonly number[]): string {
  const parts = ranges(numbers).map(([first, last]) => {
    const words = first === last ? `${first}` : `${first}–${last}`
    return `<a href="#source-${first}">${words}</a>`
  })
  return parts.length > 0 ? ` <sup>[${parts.join(', ')}]</sup>` : ''
}

function source({ url, kind, title, text, repository, actor, occurredAt }: RenderedCitation, index: number): string {
  const who = actor?.login ?? actor?.name
  const about = [kindWords[kind], repository, ...(who ? [who] : []), occurredAt.toISOString().slice(0, 10)].join(', ')
  const link = `<a href="${href(url)}" rel="noopener noreferrer">${inline(title ?? text ?? url)}</a>`
  return `<li id="source-${index + 1}">${link}: ${escaped(about)}</li>`
}

/** A report as a page of its own, without scripts and without anything from elsewhere. */
export function toHtml({ title, sections, notices, citations, subject }: Rendered): string {
  const heading = escaped(subject ? `${title}: ${subject}` : title)
  const told = (isEmpty(sections) ? [] : sections).map(section => {
    const bullets = section.bullets.map(({ text, citations: numbers }) => `<li>${inline(text)}${marks(numbers)}</li>`)
    return `<h2>${escaped(section.title)}</h2>\n${bullets.length > 0 ? `<ul>\n${bullets.join('\n')}\n</ul>` : `<p>${nothing}</p>`}`
  })
  const notes = notices.map(notice => `<li>${inline(notice)}</li>`).join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title>
<style>${style}</style>
</head>
<body>
<h1>${heading}</h1>
${told.join('\n') || `<p>${nothingAtAll}</p>`}
${notices.length > 0 ? `<h2>Notes</h2>\n<ul>\n${notes}\n</ul>` : ''}
${citations.length > 0 ? `<h2>Sources</h2>\n<ol class="sources">\n${citations.map(source).join('\n')}\n</ol>` : ''}
</body>
</html>
`
}
