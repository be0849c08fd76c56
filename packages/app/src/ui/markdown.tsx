import type { ReactNode } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import styles from './prose.module.css'

/** An address that may be followed: whole, or whole once it is put behind the text's own; else none. */
export function safeAddress(address: string, base: string | null): string | null {
  const whole = URL.canParse(address) ? address : base && URL.canParse(address, base) ? new URL(address, base).href : ''
  return /^(https?|mailto):/i.test(whole) ? whole : null
}

/** A link to elsewhere; mere words where the address is none. */
export function OutsideLink({ href, children }: { href: string | null; children: ReactNode }) {
  if (!href) return <>{children}</>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className="link">
      {children}
    </a>
  )
}

const tags = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const

/** Headings moved so far down that the uppermost has this level. */
const headings = (top: number): Components =>
  Object.fromEntries(
    tags.map((tag, index) => {
      const Tag = tags[Math.min(5, top + index - 1)] ?? 'h6'
      return [tag, ({ children }: { children?: ReactNode }) => <Tag>{children}</Tag>]
    }),
  )

/** Its headings stand below those of the page, nothing is fetched from elsewhere, and what scrolls is reached by keyboard. */
const componentsFor = (base: string | null, top: number): Components => ({
  a: ({ href, children }) => <OutsideLink href={safeAddress(href ?? '', base)}>{children}</OutsideLink>,
  img: ({ src, alt }) => (
    <OutsideLink href={typeof src === 'string' ? safeAddress(src, base) : null}>{alt || 'Picture'}</OutsideLink>
  ),
  ...headings(top),
  input: ({ checked }) => <span>{checked ? '☑' : '☐'}</span>,
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <div className={styles.table} tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
})

/**
 * A Markdown text. HTML in it is left out, not run; addresses other than http, https and mailto lead nowhere.
 * @param base what addresses that are not whole are relative to.
 * @param top the level of its uppermost headings.
 */
export function Markdown({ text, base = null, top = 4 }: { text: string; base?: string | null; top?: number }) {
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm]}
      skipHtml
      urlTransform={address => address}
      components={componentsFor(base, top)}
    >
      {text}
    </ReactMarkdown>
  )
}
