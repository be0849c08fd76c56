import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { tell, tellFailure } from '../../ui/toast.ts'
import { countWords } from './count-words.ts'
import { textOf } from './document.ts'
import type { EssayRequest } from './essay.ts'
import { TurnaroundChoice } from './turnaround-choice.tsx'

interface RevisionDialogProps {
  request: EssayRequest
  opened: boolean
  onClose: () => void
  onDone: (revision: EssayRequest) => void
}

/** Orders another round on the edited text: a request of its own, at today's price. */
export function RevisionDialog(props: RevisionDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={`Another round for #${props.request.number}`} size="lg">
      <Form {...props} />
    </Modal>
  )
}

function Form({ request, onClose, onDone }: RevisionDialogProps) {
  const { trpc } = useApi()
  const [turnaround, setTurnaround] = useState(request.turnaround)
  const [comments, setComments] = useState('')
  // As the server chooses: the edited text of what is done, else the original.
  const text = request.status === 'completed' ? (request.edited ?? request.original) : request.original
  const order = useMutation(
    trpc.essayRequests.requestRevision.mutationOptions({
      onSuccess: revision => {
        tell(`Revision ${revision.revision} is in, as #${revision.number}.`)
        onClose()
        onDone(revision)
      },
      onError: tellFailure,
    }),
  )
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        order.mutate({ id: request.id, turnaround, ...(comments.trim() && { comments }) })
      }}
    >
      <Stack gap="md">
        <TurnaroundChoice value={turnaround} onChange={setTurnaround} wordCount={countWords(textOf(text))} />
        <Textarea
          label="What is to change (optional)"
          autosize
          minRows={3}
          maxLength={4_000}
          value={comments}
          onChange={event => setComments(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>Back</Button>
          <Button type="submit" variant="filled" loading={order.isPending}>
            Order the revision
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
