import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May } from '../../shell/may.tsx'
import { Async, Empty, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './diagnosis-card.module.css'
import { DiagnosisDialog } from './diagnosis-dialog.tsx'
import { footnotes, runInWords } from './diagnosis-words.ts'
import type { Issue } from './issue.ts'

type Diagnosis = Outputs['issues']['diagnoses']['items'][number]

/** What explains the issue: the latest run, and the ones before it. */
export function DiagnosisCard({ issue }: { issue: Issue }) {
  const { trpc } = useApi()
  const [writing, setWriting] = useState(false)
  const query = useLiveQuery(trpc.issues.diagnoses.queryOptions({ id: issue.id }), { keepPrevious: false })
  const diagnose = useMutation(
    trpc.issues.diagnose.mutationOptions({
      onSuccess: () => tell('A diagnosis is on its way.'),
      onError: tellFailure,
    }),
  )
  const latest = query.data?.items[0]
  return (
    <Card
      title="Diagnosis"
      {...(latest && { aside: <Chip>{runInWords(latest)}</Chip> })}
      actions={
        <May right="write">
          <Button size="compact-xs" onClick={() => setWriting(true)}>
            Write one
          </Button>
          <Button size="compact-xs" onClick={() => diagnose.mutate({ id: issue.id })} loading={diagnose.isPending}>
            {latest ? 'Run again' : 'Diagnose'}
          </Button>
        </May>
      }
    >
      <Async query={query} skeleton={<Rows count={3} />} compact>
        {({ items: [first, ...earlier] }) =>
          first ? (
            <>
              <Run diagnosis={first} />
              {earlier.length > 0 && <Earlier runs={earlier} />}
            </>
          ) : (
            <Empty title="Nobody has looked for a cause yet" compact>
              An issue that a scan opens is diagnosed by itself, within a minute.
            </Empty>
          )
        }
      </Async>
      <DiagnosisDialog issue={issue} opened={writing} onClose={() => setWriting(false)} />
    </Card>
  )
}

function Run({ diagnosis }: { diagnosis: Diagnosis }) {
  const { rootCause, explanation, claims, actions, confidence, evidence, failure } = diagnosis
  // Without a model the claims are the facts themselves.
  const notes = diagnosis.source === 'model' ? footnotes(claims, evidence) : []
  const anchor = (id: string) => `${diagnosis.id}-${id}`
  return (
    <div className={styles.run}>
      {failure && <p className={styles.failure}>{failure}.</p>}
      <p className={styles.cause}>{rootCause}</p>
      {explanation && <p>{explanation}</p>}
      {claims.length > 0 && (
        <ul className={styles.claims}>
          {claims.map(({ text, evidence: cited }) => (
            <li key={text}>
              {text}
              {notes.map(
                ({ id, text: fact }, index) =>
                  cited.includes(id) && (
                    <sup key={id}>
                      <a href={`#${anchor(id)}`} title={fact} className="link">
                        {index + 1}
                      </a>
                    </sup>
                  ),
              )}
            </li>
          ))}
        </ul>
      )}
      {actions.length > 0 && (
        <>
          <h3 className={styles.heading}>What to do</h3>
          <ul className={styles.claims}>
            {actions.map(action => (
              <li key={action}>{action}</li>
            ))}
          </ul>
        </>
      )}
      {notes.length > 0 && (
        <ol className={styles.notes} aria-label="Evidence cited">
          {notes.map(({ id, text }) => (
            <li key={id} id={anchor(id)}>
              {text}
            </li>
          ))}
        </ol>
      )}
      <p className="dim">
        <Time at={diagnosis.createdAt} />
        {confidence !== null && ` · the model’s own confidence: ${confidence} of 100`}
      </p>
    </div>
  )
}

function Earlier({ runs }: { runs: readonly Diagnosis[] }) {
  return (
    <details className={styles.earlier}>
      <summary>{plural(runs.length, 'earlier run')}</summary>
      {runs.map(run => (
        <section key={run.id} aria-label={runInWords(run)}>
          <Chip>{runInWords(run)}</Chip>
          <Run diagnosis={run} />
        </section>
      ))}
    </details>
  )
}
