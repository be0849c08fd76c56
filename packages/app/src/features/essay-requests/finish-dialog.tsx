import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { Async } from '../../ui/async.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import type { Draft } from './draft/use-draft.ts'
import { type EssayRequest, holdsText } from './essay.ts'
import styles from './requests.module.css'
import { useShow } from './use-show.ts'

interface FinishDialogProps {
  request: EssayRequest
  draft: Draft
  opened: boolean
  onClose: () => void
}

/** Finishes a request, after a look at the e-mail that goes to its student. */
export function FinishDialog(props: FinishDialogProps) {
  const { request, opened, onClose } = props
  const title = request.status === 'completed' ? `Send #${request.number} again?` : `Finish #${request.number}?`
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg">
      <Question {...props} />
    </Modal>
  )
}

function Question({ request, draft, onClose }: FinishDialogProps) {
  const { trpc } = useApi()
  const { onSuccess } = useShow()
  const [pending, setPending] = useState(false)
  const mail = useQuery({ ...trpc.essayRequests.previewFinish.queryOptions({ id: request.id }), staleTime: 0 })
  const finish = useMutation(trpc.essayRequests.finish.mutationOptions({}))
  const isEmpty = (request.edited === null && draft.state.kind === 'saved') || !holdsText(draft.read())

  const send = async () => {
    setPending(true)
    // Everything is stored first; somebody else's text stops it.
    const isStored = request.status === 'completed' || (await draft.flush())
    if (isStored) {
      try {
        const after = await finish.mutateAsync({ id: request.id, baseVersion: draft.version() })
        onSuccess(after)
        tell(`#${after.number} is finished, and on its way to ${after.studentEmail}.`)
        onClose()
      } catch (error) {
        tellFailure(error)
      }
    } else onClose()
    setPending(false)
  }
  return (
    <Stack gap="md">
      <Async query={mail}>
        {({ to, subject, text }) => (
          <>
            <FactGrid
              columns="two"
              facts={[
                { label: 'To', value: to },
                { label: 'Subject', value: subject },
              ]}
            />
            <section className={styles.mail} aria-label="E-mail">
              {text}
            </section>
          </>
        )}
      </Async>
      {isEmpty && <p role="alert">There is no edited text yet: change something in it first.</p>}
      {mail.error && <p className="dim">{readFailure(mail.error).message}</p>}
      <Group justify="flex-end" gap="xs">
        <Button onClick={onClose}>Back</Button>
        <Button variant="filled" data-autofocus disabled={isEmpty} loading={pending} onClick={() => void send()}>
          {request.status === 'completed' ? 'Send again' : 'Finish and send'}
        </Button>
      </Group>
    </Stack>
  )
}
