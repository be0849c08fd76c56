import { duration, plural } from '../../format/number.ts'
import { Mark, type Tone } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Time } from '../../ui/time.tsx'
import type { WorkflowStep } from './workflow-search.ts'
import { resultInShort, stepName, tookInWords } from './workflow-words.ts'
import styles from './workflows.module.css'

const states: Readonly<Record<WorkflowStep['status'], { name: string; tone: Tone }>> = {
  running: { name: 'In work', tone: 'accent' },
  completed: { name: 'Done', tone: 'green' },
  failed: { name: 'Failed', tone: 'red' },
}

/** The steps in the order in which they are done; each opens to what it was given and what came of it. */
export function WorkflowSteps({ steps }: { steps: readonly WorkflowStep[] }) {
  if (steps.length === 0) return <p className={styles.none}>None was begun yet.</p>
  return (
    <ol>
      {steps.map(step => (
        <Step key={step.name} step={step} />
      ))}
    </ol>
  )
}

function Step({ step }: { step: WorkflowStep }) {
  const { name, status, attempts, error, input, result, startedAt } = step
  const said = resultInShort(result)
  const whole = { ...(input !== null && { input }), ...(result !== null && { result }) }
  return (
    <li className={styles.step} aria-label={stepName(name)}>
      <Mark tone={states[status].tone} label={states[status].name} />
      <span className={styles.name}>{stepName(name)}</span>
      <span className={styles.when}>
        {attempts > 1 && `${plural(attempts, 'try', 'tries')} · `}
        <Took step={step} /> · <Time at={startedAt} show="clock" />
      </span>
      {error && <p className={styles.error}>{error}</p>}
      {Object.keys(whole).length > 0 && (
        <details className={styles.more}>
          <summary>
            <span className="cut">{said || 'What came of it'}</span>
          </summary>
          <CodeBlock label={`${stepName(name)} as text`}>{JSON.stringify(whole, null, 2)}</CodeBlock>
        </details>
      )}
    </li>
  )
}

function Took({ step: { status, startedAt, completedAt } }: { step: WorkflowStep }) {
  if (status === 'running') return <Running since={startedAt} />
  return completedAt ? tookInWords(Date.parse(completedAt) - Date.parse(startedAt)) : '–'
}

/** Apart, so that only what runs follows the clock. */
function Running({ since }: { since: string }) {
  return `${duration(Math.max(0, (useNow() - Date.parse(since)) / 1_000))} so far`
}
