import { Button, Menu } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { May } from '../../shell/may.tsx'
import { useShell } from '../../shell/shell-context.ts'
import { Chip } from '../../ui/chip.tsx'
import { tell } from '../../ui/toast.ts'
import type { Draft } from './draft/use-draft.ts'
import { type EssayRequest, isOpen, turnarounds } from './essay.ts'
import { FinishDialog } from './finish-dialog.tsx'
import { DueChip, StatusChip } from './marks.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { withChosen } from './request-search.ts'
import styles from './requests.module.css'
import { RevisionDialog } from './revision-dialog.tsx'
import { useShow } from './use-show.ts'

/** Over the text: whose essay, where it stands, and what can be done. */
export function RequestHead({ request, draft }: { request: EssayRequest; draft: Draft }) {
  const { number, status, turnaround, revision, revisions, sample, studentName, applicationType } = request
  return (
    <header className={styles.head}>
      <div className={styles.over}>
        <span>#{number}</span>
        <StatusChip status={status} />
        <DueChip request={request} />
        <Chip>{turnarounds[turnaround]}</Chip>
        {revisions.length > 1 && (
          <span>
            Revision {revision} of {revisions.length}:{' '}
            {revisions
              .filter(each => each.number !== number)
              .map(each => (
                <Link
                  key={each.id}
                  to="/essay-requests"
                  search={before => withChosen(before, each.id)}
                  className="link"
                >
                  #{each.number}{' '}
                </Link>
              ))}
          </span>
        )}
        {sample && <Chip>Sample</Chip>}
      </div>
      <h2 id="request-title" className={styles.title}>
        {studentName}: {applicationType}
      </h2>
      <May right="write">
        <div className={styles.actions}>
          <Verbs request={request} draft={draft} />
          {isOpen(request) && <Assignee request={request} />}
        </div>
      </May>
    </header>
  )
}

type Asked = 'finish' | 'cancel' | 'reopen' | 'revision'

function Verbs({ request, draft }: { request: EssayRequest; draft: Draft }) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/essay-requests' })
  const [asked, setAsked] = useState<Asked | null>(null)
  const { onSuccess, onError } = useShow()
  const close = () => setAsked(null)
  const done = (words: string) => ({
    onSuccess: (after: EssayRequest) => {
      onSuccess(after)
      tell(`#${after.number} is ${words}.`)
      close()
    },
    onError,
  })
  const cancel = useMutation(trpc.essayRequests.cancel.mutationOptions(done('cancelled')))
  const reopen = useMutation(trpc.essayRequests.reopen.mutationOptions(done('open again')))
  const { id, number, status } = request
  useHotkeys([
    ['f', () => status !== 'cancelled' && setAsked('finish')],
    ['e', () => draft.editor.current?.focus(), { preventDefault: true }],
  ])
  return (
    <>
      {status !== 'cancelled' && (
        <Button
          variant={status === 'completed' ? 'default' : 'filled'}
          onClick={() => setAsked('finish')}
          rightSection={<kbd className="key">F</kbd>}
        >
          {status === 'completed' ? 'Send again' : 'Finish'}
        </Button>
      )}
      {isOpen(request) ? (
        <Button onClick={() => setAsked('cancel')}>Cancel</Button>
      ) : (
        <Button onClick={() => setAsked('reopen')}>Reopen</Button>
      )}
      {status === 'completed' && <Button onClick={() => setAsked('revision')}>Request a revision</Button>}
      <FinishDialog request={request} draft={draft} opened={asked === 'finish'} onClose={close} />
      <ReasonDialog
        opened={asked === 'cancel'}
        onClose={close}
        title={`Cancel #${number}?`}
        label="Why? The student can read it"
        action="Cancel the request"
        required
        danger
        pending={cancel.isPending}
        onGiven={reason => cancel.mutate({ id, reason })}
      />
      <ReasonDialog
        opened={asked === 'reopen'}
        onClose={close}
        title={`Reopen #${number}?`}
        label="Why? Links to the result show nothing until it is finished again"
        action="Reopen the request"
        pending={reopen.isPending}
        onGiven={reason => reopen.mutate({ id, ...(reason && { reason }) })}
      />
      <RevisionDialog
        request={request}
        opened={asked === 'revision'}
        onClose={close}
        onDone={revision => void navigate({ search: before => withChosen(before, revision.id) })}
      />
    </>
  )
}

/** Whose hands it is in; the key `a` takes it on or lets it go. */
function Assignee({ request: { id, assignee } }: { request: EssayRequest }) {
  const { trpc } = useApi()
  const me = useShell().session.person.id
  const staff = useLiveQuery(trpc.escalations.duty.queryOptions({})).data?.items ?? []
  const assign = useMutation(trpc.essayRequests.assign.mutationOptions(useShow()))
  const give = (assigneeId: string | null) => assign.mutate({ id, assigneeId })
  const isMine = assignee?.id === me
  useHotkeys([['a', () => !assign.isPending && give(isMine ? null : me)]])
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={12} aria-hidden />} loading={assign.isPending}>
            {assignee ? `Assigned to ${assignee.name}` : 'Assign'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {staff.map(({ person }) => (
            <Menu.Item key={person.id} fw={person.id === assignee?.id ? 500 : 400} onClick={() => give(person.id)}>
              {person.name}
            </Menu.Item>
          ))}
          {assignee && <Menu.Item onClick={() => give(null)}>Nobody</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {!isMine && (
        <Button onClick={() => give(me)} rightSection={<kbd className="key">A</kbd>} disabled={assign.isPending}>
          Assign to me
        </Button>
      )}
    </>
  )
}
