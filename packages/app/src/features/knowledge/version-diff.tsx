import { useMemo } from 'react'
import { compareTexts } from './compare-texts.ts'
import styles from './knowledge.module.css'

const signs = { added: '+', removed: '−', same: ' ' }
const words = { added: 'Added:', removed: 'Removed:', same: '' }

/** What changed between two texts, line by line; what stayed is shown only near a change. */
export function VersionDiff({ before, after }: { before: string; after: string }) {
  const blocks = useMemo(() => compareTexts(before, after), [before, after])
  if (blocks === null) {
    return <p className={styles.note}>These texts differ too much to compare them line by line: show each by itself.</p>
  }
  if (blocks.length === 0) return <p className={styles.note}>The text is the same: its title or format was changed.</p>
  return (
    <div className={styles.diff}>
      {blocks.map((block, index) =>
        block.kind === 'skipped' ? (
          <p key={index} className={styles.skipped}>
            {block.lines} lines as before
          </p>
        ) : (
          block.lines.map((line, place) => (
            <div key={`${index} ${place}`} className={styles.line} data-kind={block.kind}>
              <span aria-hidden>{signs[block.kind]}</span>
              <span>
                {block.kind !== 'same' && <span className="sr-only">{words[block.kind]} </span>}
                {line || '\u00a0'}
              </span>
            </div>
          ))
        ),
      )}
    </div>
  )
}
