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

/** Its headings stand below those of the page, nothing is fetched from elsewhere, and what scrolls is reached by keyboard. */
const componentsFor = (base: string | null): Components => ({
  a: ({ href, children }) => <OutsideLink href={safeAddress(href ?? '', base)}>{children}</OutsideLink>,
  img: ({ src, alt }) => (
    <OutsideLink href={typeof src === 'string' ? safeAddress(src, base) : null}>{alt || 'Picture'}</OutsideLink>
  ),
  h1: ({ children }) => <h4>{children}</h4>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
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
 */
export function Markdown({ text, base = null }: { text: string; base?: string | null }) {
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm]}
      skipHtml
      urlTransform={address => address}
      components={componentsFor(base)}
    >
      {text}
    </ReactMarkdown>
  )
}
