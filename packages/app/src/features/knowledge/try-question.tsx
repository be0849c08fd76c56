import { Button, TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import styles from './knowledge.module.css'
import { type KnowledgeSearch, readKnowledgeSearch } from './knowledge-search.ts'
import { markTerms } from './mark-terms.ts'

type Result = Outputs['knowledge']['search']
type Hit = Result['items'][number]

/** Asks as a customer's question does, and shows what is found and why it stands where it stands. */
export function TryQuestion({ search }: { search: KnowledgeSearch }) {
  const navigate = useNavigate({ from: '/knowledge' })
  const [text, setText] = useState(search.question ?? '')
  return (
    <div className={`${styles.main} ${styles.tried}`}>
      <form
        className={styles.ask}
        onSubmit={event => {
          event.preventDefault()
          void navigate({ search: readKnowledgeSearch({ tab: 'try', question: text.trim() }) })
        }}
      >
        <TextInput
          className="grow"
          aria-label="Question"
          placeholder="How long may a parcel come back?"
          maxLength={2_000}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" disabled={!text.trim()}>
          Ask
        </Button>
      </form>
      {search.question ? (
        <Found question={search.question} />
      ) : (
        <Empty title="Try a question">You see which passages an answer would be taken from, and how they scored.</Empty>
      )}
    </div>
  )
}

function Found({ question }: { question: string }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.knowledge.search.queryOptions({ query: question, passages: true, limit: 8 }), {
    keepPrevious: false,
  })
  return (
    <Async query={query}>
      {({ mode, items }) =>
        items.length === 0 ? (
          <Empty title="Nothing found">No document has a word of this question.</Empty>
        ) : (
          <Card title="Passages" aside={<Chip>{mode === 'hybrid' ? 'Words and meaning' : 'Words'}</Chip>} flush>
            <ol className={styles.hits}>
              {items.map((hit, index) => (
                <Passage key={hit.chunkId} hit={hit} place={index + 1} mode={mode} />
              ))}
            </ol>
          </Card>
        )
      }
    </Async>
  )
}

const rankWords = (name: string, rank: number | null, score: string) =>
  rank === null ? `not found by ${name}` : `place ${rank} by ${name} (${score})`

function Passage({ hit, place, mode }: { hit: Hit; place: number; mode: Result['mode'] }) {
  const { parts, matched } = hit
  return (
    <li>
      <span>
        {place}.{' '}
        <Link
          to="/knowledge/$documentId"
          params={{ documentId: hit.documentId }}
          search={{ tab: 'passages', chunk: hit.chunkId }}
          className={styles.name}
        >
          {hit.title}
        </Link>
      </span>
      {hit.headings.length > 0 && <span className={styles.path}>{hit.headings.join(' › ')}</span>}
      <p className={styles.passage}>
        <Marked text={hit.passage} terms={matched.map(({ term }) => term)} />
      </p>
      <span className={styles.parts}>
        <span>Score {hit.score.toFixed(mode === 'hybrid' ? 4 : 2)}:</span>
        {mode === 'hybrid' && (
          <>
            <span>{rankWords('words', parts.lexicalRank, (parts.lexical ?? 0).toFixed(2))},</span>
            <span>{rankWords('meaning', parts.vectorRank, `similarity ${(parts.vector ?? 0).toFixed(2)}`)}</span>
          </>
        )}
        {matched.map(({ term, score }) => (
          <Chip key={term}>
            {term} {score.toFixed(2)}
          </Chip>
        ))}
        <span>{Math.round(hit.coverage * 100)} % of what the words are worth</span>
      </span>
    </li>
  )
}

/** A passage in which the words of the question are marked. */
function Marked({ text, terms }: { text: string; terms: readonly string[] }) {
  return markTerms(text, terms).map(({ part, marked }, index) => (marked ? <mark key={index}>{part}</mark> : part))
}
