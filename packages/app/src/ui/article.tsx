import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Outputs } from '../data/api.ts'
import { Markdown } from './markdown.tsx'
import styles from './prose.module.css'

type Read = Outputs['messages']['source']
type Section = Read['sections'][number]

/** How many sections are shown at first: a book would keep the browser busy for seconds. */
const atOnce = 150

/** The headings of a section that the one before does not stand under, with how deep they are. */
export function newHeadings(headings: readonly string[], before: readonly string[]) {
  const same = headings.findIndex((heading, index) => heading !== before[index])
  return same < 0 ? [] : headings.slice(same).map((heading, index) => ({ heading, depth: same + index }))
}

/** The page says the title already. */
const below = (headings: readonly string[], title: string) => (headings[0] === title ? headings.slice(1) : headings)

const tags = ['h2', 'h3', 'h4', 'h5', 'h6'] as const

interface PartProps {
  section: Section
  before: readonly string[]
  article: Pick<Read, 'title' | 'marked' | 'url'>
  target: boolean
}

function Part({ section: { headings, anchor, text }, before, article, target }: PartProps) {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (target) place.current?.scrollIntoView({ block: 'start' })
  }, [target])
  const shown = newHeadings(below(headings, article.title), below(before, article.title))
  return (
    <section {...(anchor && { id: anchor })} data-target={target} ref={place}>
      {shown.map(({ heading, depth }) => {
        const Tag = tags[Math.min(depth, tags.length - 1)] ?? 'h6'
        return <Tag key={depth}>{heading}</Tag>
      })}
      {article.marked ? <Markdown text={text} base={article.url} /> : <p className={styles.plain}>{text}</p>}
    </section>
  )
}

/** A document as its readers see it. The section of that name (`anchor`) is in sight and marked. */
export function Article({ article, anchor = null }: { article: Omit<Read, 'type'>; anchor?: string | null }) {
  const { sections } = article
  const target = anchor ? sections.findIndex(section => section.anchor === anchor) : -1
  const [count, setCount] = useState(Math.max(atOnce, target + 20))
  return (
    <div className={styles.prose} lang={article.language}>
      {sections.slice(0, count).map((section, index) => (
        <Part
          // Sections have no other name, and do not move.
          key={index}
          section={section}
          before={sections[index - 1]?.headings ?? []}
          article={article}
          target={index === target}
        />
      ))}
      {sections.length > count && (
        <Button mt="md" onClick={() => setCount(sections.length)}>
          Show the other {sections.length - count} sections
        </Button>
      )}
    </div>
  )
}
