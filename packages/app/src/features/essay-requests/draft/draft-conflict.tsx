import { Button, Group, Modal, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Time } from '../../../ui/time.tsx'
import type { EssayNode } from '../document.ts'
import type { EssayRequest } from '../essay.ts'
import { EssayText } from '../essay-text.tsx'
import styles from '../requests.module.css'
import { type Choice, compareBlocks, type Hunk, mergeBlocks } from './merge-blocks.ts'
import type { Conflict, Draft } from './use-draft.ts'

interface DraftConflictProps {
  request: EssayRequest
  draft: Draft
  conflict: Conflict
}

/**
 * Somebody else saved while this was being written. Both texts are stored by now; this chooses, place by place, what the
 * newest version says.
 */
export function DraftConflict({ request, draft, conflict }: DraftConflictProps) {
  const { newer, keptAs } = conflict
  const [mine] = useState(draft.read)
  const hunks = useMemo(() => compareBlocks(mine, newer.content, draft.base()), [mine, newer, draft])
  const places = hunks.filter(hunk => hunk.kind === 'differs')
  const [choices, setChoices] = useState<readonly Choice[]>(() => places.map(({ proposed }) => proposed))
  const all = (choice: Choice) => setChoices(places.map(() => choice))
  const theirs = newer.author?.name ?? 'somebody else'
  let place = -1
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="xl"
      title={`Two texts of #${request.number}`}
    >
      <div className={styles.merge}>
        <p>
          While you wrote, {theirs} saved version {newer.version}, <Time at={newer.at} />.{' '}
          {keptAs !== null && `What you wrote is kept as version ${keptAs}. `}
          Choose what the text says from now on: nothing is lost either way.
        </p>
        <Group gap="xs">
          <Button onClick={() => all('mine')}>All of yours</Button>
          <Button onClick={() => all('theirs')}>All of theirs</Button>
          <Button onClick={() => all('both')}>Both everywhere</Button>
        </Group>
        {hunks.map((hunk, index) => {
          if (hunk.kind === 'same') return <Same key={index} blocks={hunk.blocks} />
          place += 1
          const at = place
          return (
            <Place
              key={index}
              number={at + 1}
              hunk={hunk}
              theirs={theirs}
              choice={choices[at] ?? hunk.proposed}
              onChoose={choice => setChoices(choices.map((each, here) => (here === at ? choice : each)))}
            />
          )
        })}
        {places.length === 0 && <p className="dim">The texts are the same by now.</p>}
        <Group justify="flex-end" gap="xs">
          <Button onClick={() => draft.show(newer.content, newer.version, false)}>Discard yours, show theirs</Button>
          <Button
            variant="filled"
            data-autofocus
            onClick={() => draft.show(mergeBlocks(hunks, choices), newer.version, true)}
          >
            Save this as the text
          </Button>
        </Group>
      </div>
    </Modal>
  )
}

const Same = ({ blocks }: { blocks: readonly EssayNode[] }) => (
  <p className="dim">{blocks.length === 1 ? 'One paragraph' : `${blocks.length} paragraphs`} the same</p>
)

interface PlaceProps {
  number: number
  hunk: Extract<Hunk, { kind: 'differs' }>
  theirs: string
  choice: Choice
  onChoose: (choice: Choice) => void
}

function Place({ number, hunk, theirs, choice, onChoose }: PlaceProps) {
  return (
    <section className={styles.hunk} aria-label={`Difference ${number}`}>
      <div className={styles.both}>
        <Side title={`By ${theirs}`} blocks={hunk.theirs} kept={choice !== 'mine'} />
        <Side title="Yours" blocks={hunk.mine} kept={choice !== 'theirs'} />
      </div>
      <SegmentedControl
        aria-label={`Keep in difference ${number}`}
        value={choice}
        onChange={value => onChoose(value === 'mine' || value === 'theirs' ? value : 'both')}
        data={[
          { value: 'theirs', label: 'Theirs' },
          { value: 'mine', label: 'Yours' },
          { value: 'both', label: 'Both' },
        ]}
      />
    </section>
  )
}

function Side({ title, blocks, kept }: { title: string; blocks: EssayNode[]; kept: boolean }) {
  return (
    <div className={styles.text} data-kept={kept}>
      <div className="dim">
        {title}
        {!kept && ', left out'}
      </div>
      {blocks.length > 0 ? (
        <EssayText document={{ type: 'doc', content: blocks }} />
      ) : (
        <p className="faint">Nothing here</p>
      )}
    </div>
  )
}
