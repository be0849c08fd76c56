import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../data/api.ts'
import { readFailure } from '../data/errors.ts'
import { scoreWords } from '../features/essay-requests/marks.tsx'
import { ResultView } from '../features/essay-requests/result-view.tsx'
import { Async } from '../ui/async.tsx'
import { Card } from '../ui/card.tsx'
import { FactGrid } from '../ui/detail.tsx'
import { Time } from '../ui/time.tsx'
import styles from './essays.module.css'
import { LinkCard } from './link-card.tsx'
import { useToken } from './use-token.ts'

/**
 * A finished essay for whoever has the link. A link that is unknown, expired or ended, or lacks its token, shows one and the
 * same page, which says nothing of which it is.
 */
export function SharedEssayPage() {
  const token = useToken()
  const { trpc } = useApi()
  const essay = useQuery({
    ...trpc.essayRequests.viewShared.queryOptions({ token: token ?? '' }),
    enabled: Boolean(token),
  })
  const failure = essay.error && readFailure(essay.error)
  const code = failure?.code
  if (!token || code === 'NOT_FOUND' || code === 'BAD_REQUEST') {
    return (
      <LinkCard
        title="This link does not work"
        text="A part of it may be missing, or it is not valid any more. Ask whoever sent it to you for a new one."
      />
    )
  }
  if (code === 'TOO_MANY_REQUESTS') return <LinkCard title="Not now" text={failure?.message} />
  return (
    <main className={styles.page}>
      <Title />
      <Async query={essay}>
        {data => (
          <article className={styles.sheet}>
            <h1 className={styles.title}>
              {data.applicationType}, {data.studentName}
            </h1>
            <Card title="About this essay">
              <FactGrid
                columns="two"
                facts={[
                  ...(data.programPrompt ? [{ label: 'The program asks', value: data.programPrompt }] : []),
                  { label: 'Scores', value: scoreWords(data) },
                  { label: 'Finished', value: <Time at={data.completedAt} show="date" /> },
                  ...(data.revision > 1 ? [{ label: 'Revision', value: data.revision }] : []),
                  { label: 'This link works until', value: <Time at={data.expiresAt} show="date" /> },
                ]}
              />
            </Card>
            <Card title="The essay">
              <ResultView original={data.original} edited={data.edited} changes={data.changes} />
            </Card>
          </article>
        )}
      </Async>
    </main>
  )
}

/** Says nothing of the essay: titles stand in the history of whoever's browser it is. */
function Title() {
  useEffect(() => {
    document.title = 'A shared essay'
  }, [])
  return null
}
