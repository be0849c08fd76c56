import { useEffect, useRef } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './knowledge.module.css'

type Chunk = Outputs['knowledge']['chunks']['items'][number]

/** How many characters at its beginning a passage says again from the end of the one before it. */
export function sharedLength(before: string | undefined, text: string): number {
  if (!before) return 0
  // Overlaps are at most 128 tokens; four bytes each, and a little room.
  for (let length = Math.min(before.length, text.length, 700); length > 0; length--) {
    if (before.endsWith(text.slice(0, length))) return length
  }
  return 0
}

/** The parts of a document that are found and quoted. One can be marked: that an answer or a search named. */
export function DocumentPassages({ id, chosen }: { id: string; chosen: string | null }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.knowledge.chunks.queryOptions({ id }), { keepPrevious: false })
  return (
    <Card title="Passages" aside={<span className="dim">what is found and quoted</span>} flush>
      <Async query={query}>
        {({ items }) => {
          const isGone = chosen !== null && !items.some(chunk => chunk.id === chosen)
          return (
            <>
              {isGone && <p className={styles.note}>The passage that was quoted is of an earlier version.</p>}
              <ol className={styles.hits}>
                {items.map((chunk, index) => (
                  <Passage key={chunk.id} chunk={chunk} before={items[index - 1]} chosen={chunk.id === chosen} />
                ))}
              </ol>
            </>
          )
        }}
      </Async>
    </Card>
  )
}

function Passage({ chunk, before, chosen }: { chunk: Chunk; before: Chunk | undefined; chosen: boolean }) {
  const place = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView({ block: 'center' })
  }, [chosen])
  const { headings, content, position, tokens, embedded } = chunk
  const isSame = before?.headings.join('\n') === headings.join('\n')
  const shared = isSame ? sharedLength(before?.content, content) : 0
  return (
    <li ref={place} data-chosen={chosen} {...(chosen && { 'aria-current': true })}>
      {headings.length > 0 && <strong>{headings.join(' › ')}</strong>}
      <p className={styles.passage}>
        {shared > 0 && (
          <span className="faint" title="Said again from the passage before">
            {content.slice(0, shared)}
          </span>
        )}
        {content.slice(shared)}
      </p>
      <span className={styles.path}>
        Passage {position + 1}, about {tokens} tokens{embedded ? ', embedded' : ''}
      </span>
    </li>
  )
}
