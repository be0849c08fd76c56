import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../data/api.ts'
import { type EssayRequest, turnarounds } from '../features/essay-requests/essay.ts'
import { EssayText } from '../features/essay-requests/essay-text.tsx'
import { historyEntry } from '../features/essay-requests/history-entry.ts'
import { DueChip, StatusChip, scoreWords } from '../features/essay-requests/marks.tsx'
import { ReasonDialog } from '../features/essay-requests/reason-dialog.tsx'
import { ResultView } from '../features/essay-requests/result-view.tsx'
import { RevisionDialog } from '../features/essay-requests/revision-dialog.tsx'
import { money } from '../format/money.ts'
import { count } from '../format/number.ts'
import { useLiveQuery } from '../live/use-live-query.ts'
import { Async } from '../ui/async.tsx'
import { Card } from '../ui/card.tsx'
import { FactGrid, Timeline } from '../ui/detail.tsx'
import { Time } from '../ui/time.tsx'
import { tell, tellFailure } from '../ui/toast.ts'
import styles from './essays.module.css'
import { MemberPage } from './member-page.tsx'
import { PortalLink, usePortalNavigate } from './portal-link.tsx'

/** Shortest time between two refetches: every request of the workspace touches it. In ms. */
const pace = 2_000

/** One of the customer's essays: where it stands, and the result once there is one. */
export function EssayPage() {
  const { requestId = '' } = useParams({ strict: false })
  const { trpc } = useApi()
  const request = useLiveQuery(trpc.essayRequests.get.queryOptions({ id: requestId }), { keepPrevious: false, pace })
  const { data } = request
  return (
    <MemberPage title={data ? `${data.applicationType} #${data.number}` : 'Essay'}>
      <Async query={request}>{each => <Essay key={each.id} request={each} />}</Async>
    </MemberPage>
  )
}

function Essay({ request }: { request: EssayRequest }) {
  const { status } = request
  return (
    <>
      <div className={styles.chips} role="status">
        <StatusChip status={status} />
        <DueChip request={request} />
        {status === 'submitted' && <span className="dim">An editor will begin soon.</span>}
        {status === 'in_progress' && <span className="dim">An editor is at work on it.</span>}
      </div>
      {status === 'completed' && request.edited && <Result request={request} edited={request.edited} />}
      <Card title="Your order">
        <FactGrid columns="two" facts={factsOf(request)} />
      </Card>
      {status !== 'completed' && (
        <Card title="Your text">
          <EssayText document={request.original} />
        </Card>
      )}
      <Verbs request={request} />
      <History id={request.id} />
    </>
  )
}

function factsOf(request: EssayRequest) {
  const { revisions, id } = request
  return [
    { label: 'Student', value: `${request.studentName}, ${request.studentEmail}` },
    ...(request.programPrompt ? [{ label: 'The program asks', value: request.programPrompt }] : []),
    { label: 'Turnaround', value: turnarounds[request.turnaround] },
    { label: 'Price', value: `${money(request.price, request.currency)} for ${count(request.wordCount)} words` },
    { label: 'Due', value: <Time at={request.dueAt} show="date" /> },
    ...(request.comments ? [{ label: 'For the editor', value: request.comments }] : []),
    ...(revisions.length > 1
      ? [
          {
            label: 'Revisions',
            value: revisions.map(each =>
              each.id === id ? (
                <div key={each.id}>{each.revision}, this one</div>
              ) : (
                <div key={each.id}>
                  <PortalLink to={`/essays/${each.id}`} className="link">
                    {each.revision}, #{each.number}
                  </PortalLink>
                </div>
              ),
            ),
          },
        ]
      : []),
  ]
}

function Result({ request, edited }: { request: EssayRequest; edited: NonNullable<EssayRequest['edited']> }) {
  const { trpc } = useApi()
  const changes = useLiveQuery(trpc.essayRequests.changes.queryOptions({ id: request.id })).data
  return (
    <>
      <Card title="Scores">
        <p>{scoreWords(request)}</p>
      </Card>
      <Card title="Your edited essay">
        <ResultView original={request.original} edited={edited} changes={changes} />
      </Card>
    </>
  )
}

/** What its customer can do: cancel while nobody has begun, ask for another round once it is done. */
function Verbs({ request }: { request: EssayRequest }) {
  const { trpc } = useApi()
  const navigate = usePortalNavigate()
  const [asking, setAsking] = useState<'cancel' | 'revision' | null>(null)
  const close = () => setAsking(null)
  const cancel = useMutation(
    trpc.essayRequests.cancel.mutationOptions({
      onSuccess: ({ number }) => {
        tell(`Request #${number} is cancelled.`)
        close()
      },
      onError: tellFailure,
    }),
  )
  return (
    <div className={styles.actions}>
      {request.status === 'completed' && (
        <Button variant="filled" onClick={() => setAsking('revision')}>
          Order a revision
        </Button>
      )}
      {request.status === 'submitted' && <Button onClick={() => setAsking('cancel')}>Cancel this request</Button>}
      <ReasonDialog
        opened={asking === 'cancel'}
        onClose={close}
        title={`Cancel request #${request.number}?`}
        label="Why?"
        action="Cancel the request"
        required
        danger
        pending={cancel.isPending}
        onGiven={reason => cancel.mutate({ id: request.id, reason })}
      />
      <RevisionDialog
        request={request}
        opened={asking === 'revision'}
        onClose={close}
        onDone={({ id }) => navigate(`/essays/${id}`)}
      />
    </div>
  )
}

function History({ id }: { id: string }) {
  const { trpc } = useApi()
  const history = useLiveQuery(trpc.essayRequests.history.queryOptions({ id }), { keepPrevious: false, pace })
  return (
    <Card title="What happened" flush>
      <Async query={history} compact>
        {({ items }) => <Timeline entries={items.map(historyEntry)} />}
      </Async>
    </Card>
  )
}
