import { Fragment } from 'react'
import { count, plural } from '../../format/number.ts'
import styles from './essay.module.css'
import type { EssayChanges } from './essay.ts'

type Piece = EssayChanges['segments'][number]

/** Segments in lines: each line break ends a paragraph, whichever text it is of. */
function linesOf(segments: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]]
  for (const { kind, text } of segments) {
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ kind, text: part })
    })
  }
  return lines.filter(line => line.length > 0)
}

/** What was changed, in the text itself: struck through what went, underlined what came. */
export function ChangesText({ changes }: { changes: EssayChanges }) {
  const { segments, addedWords, removedWords, coarse } = changes
  if (segments.every(({ kind }) => kind === 'same')) return <p className="dim">The words are the same.</p>
  return (
    <div>
      <p className={styles.sum}>
        {plural(addedWords, 'word')} added, {count(removedWords)} removed
        {coarse && '. The texts have little in common, so whole paragraphs are compared'}
      </p>
      <div className={styles.changes}>
        {linesOf(segments).map((line, row) => (
          <p key={row} dir="auto">
            {line.map(({ kind, text }, place) => (
              <Fragment key={place}>
                {kind === 'added' ? <ins>{text}</ins> : kind === 'removed' ? <del>{text}</del> : text}
              </Fragment>
            ))}
          </p>
        ))}
      </div>
    </div>
  )
}
