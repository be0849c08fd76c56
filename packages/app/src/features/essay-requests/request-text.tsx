import { Button, SegmentedControl, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { ChangesText } from './changes-text.tsx'
import { countWords } from './count-words.ts'
import { commentsOf, type EssayDocument, textOf } from './document.ts'
import type { Draft } from './draft/use-draft.ts'
import { LazyEditor } from './editor/lazy-editor.tsx'
import { type EssayRequest, isOpen, scores } from './essay.ts'
import { CommentList, EssayText } from './essay-text.tsx'
import styles from './requests.module.css'

/** The original, or what was changed of it, beside the text that is being edited. */
export function RequestText({ request, draft }: { request: EssayRequest; draft: Draft }) {
  return (
    <div className={styles.sides}>
      <Before request={request} />
      <After request={request} draft={draft} />
    </div>
  )
}

function Before({ request }: { request: EssayRequest }) {
  const [view, setView] = useState('original')
  return (
    <section className={styles.side} aria-label="Original">
      <div className={styles.sideHead}>
        <SegmentedControl
          aria-label="Left side"
          value={view}
          onChange={setView}
          data={[
            { value: 'original', label: 'Original' },
            { value: 'changes', label: 'Changes' },
          ]}
        />
        <span className={styles.state}>{count(request.wordCount)} words</span>
      </div>
      <div className={styles.read}>
        {view === 'original' ? <EssayText document={request.original} /> : <Changes request={request} />}
      </div>
    </section>
  )
}

function Changes({ request: { id, edited } }: { request: EssayRequest }) {
  const { trpc } = useApi()
  const changes = useLiveQuery({ ...trpc.essayRequests.changes.queryOptions({ id }), enabled: edited !== null })
  if (edited === null) return <p className="dim">Nothing was changed yet.</p>
  if (changes.error) return <p className="dim">{readFailure(changes.error).message}</p>
  return changes.data ? <ChangesText changes={changes.data} /> : <p className="dim">Comparing…</p>
}

function After({ request, draft }: { request: EssayRequest; draft: Draft }) {
  const { editable } = draft
  const [first] = useState(draft.read)
  // What is written now, so that its comments are listed before they are stored.
  const [written, setWritten] = useState<EssayDocument | null>(null)
  const now = written && draft.state.kind !== 'saved' ? written : draft.read()
  const changed = (read: () => EssayDocument) => {
    draft.changed(read)
    setWritten(read())
  }
  const { comments } = useMemo(() => commentsOf(now), [now])
  return (
    <section className={styles.side} aria-label="Edited">
      <div className={styles.sideHead}>
        <h3 className={styles.sideTitle}>Edited</h3>
        <span className={styles.state}>{count(countWords(textOf(now)))} words</span>
        <span className="grow" />
        <SaveState request={request} draft={draft} />
      </div>
      <LazyEditor
        ref={draft.editor}
        document={first}
        label="Edited text"
        onChange={changed}
        editable={editable}
        comments
      />
      <ScoreFields draft={draft} editable={editable} />
      {comments.length > 0 && (
        <CommentList
          comments={comments}
          action={
            editable
              ? comment => (
                  <Button size="compact-xs" onClick={() => draft.editor.current?.uncomment(comment.id)}>
                    Remove
                  </Button>
                )
              : undefined
          }
        />
      )}
    </section>
  )
}

/** Whether what is shown is stored; said to those who do not see it too. */
function SaveState({ request, draft }: { request: EssayRequest; draft: Draft }) {
  const { state } = draft
  const words = {
    saved: draft.version() > 0 ? `Saved as version ${draft.version()}` : 'Nothing changed yet',
    changed: 'Not saved yet',
    saving: 'Saving…',
    conflict: 'Somebody else has saved',
    failed: 'Not saved',
  }
  if (!useMay('write')) return null
  if (!isOpen(request)) return <span className={styles.state}>Closed: reopen it to edit</span>
  return (
    <>
      <span className={styles.state} role="status" data-tone={state.kind === 'failed' ? 'red' : undefined}>
        {state.kind === 'failed' ? `Not saved: ${readFailure(state.error).message}` : words[state.kind]}
      </span>
      {state.kind === 'failed' && (
        <Button size="compact-xs" onClick={() => void draft.flush()}>
          Try again
        </Button>
      )}
    </>
  )
}

const options = scores.map(score => ({ value: String(score), label: String(score) }))

/** How good it is, and how good it can become; stored with the text. */
function ScoreFields({ draft, editable }: { draft: Draft; editable: boolean }) {
  const field = (label: string, key: 'currentScore' | 'potentialScore') => (
    <Select
      label={label}
      placeholder="5 to 9"
      data={options}
      value={draft.scores[key] === null ? null : String(draft.scores[key])}
      onChange={value => draft.setScores({ ...draft.scores, [key]: value === null ? null : Number(value) })}
      clearable
      disabled={!editable}
      w={144}
    />
  )
  return (
    <div className={styles.scores}>
      {field('Score now', 'currentScore')}
      {field('Score it can reach', 'potentialScore')}
    </div>
  )
}
