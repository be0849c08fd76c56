import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { ChangesText } from './changes-text.tsx'
import type { EssayDocument } from './document.ts'
import type { EssayChanges } from './essay.ts'
import { EssayText } from './essay-text.tsx'
import styles from './result.module.css'

interface ResultViewProps {
  original: EssayDocument
  edited: EssayDocument
  /** Undefined while they are on their way. */
  changes: EssayChanges | undefined
}

const views = { edited: 'Edited', changes: 'Changes', original: 'Original' } as const
type View = keyof typeof views

/** A finished essay as its writer reads it: the edited text with its comments, what was changed, and what it was. */
export function ResultView({ original, edited, changes }: ResultViewProps) {
  const [view, setView] = useState<View>('edited')
  return (
    <div className={styles.result}>
      <SegmentedControl
        aria-label="Text"
        value={view}
        onChange={value => setView(value === 'changes' || value === 'original' ? value : 'edited')}
        data={Object.entries(views).map(([value, label]) => ({ value, label }))}
      />
      {view === 'edited' && <EssayText document={edited} comments />}
      {view === 'changes' && (changes ? <ChangesText changes={changes} /> : <p className="dim">Comparing…</p>)}
      {view === 'original' && <EssayText document={original} />}
    </div>
  )
}
