import { Button, Group, Modal, Stack, Switch, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { v4 } from 'uuid'
import { useApi } from '../../data/api.ts'
import { tell, tellFailure } from '../../ui/toast.ts'
import { countWords } from './count-words.ts'
import { type EssayDocument, textOf, withoutComments } from './document.ts'
import { LazyEditor } from './editor/lazy-editor.tsx'
import type { EssayRequest } from './essay.ts'
import { TurnaroundChoice } from './turnaround-choice.tsx'

interface RevisionDialogProps {
  request: EssayRequest
  opened: boolean
  onClose: () => void
  onDone: (revision: EssayRequest) => void
}

/** Orders another round, on the edited text or on what became of it since: a request of its own, at today's price. */
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
  const [text] = useState(() =>
    withoutComments(request.status === 'completed' ? (request.edited ?? request.original) : request.original),
  )
  const [own, setOwn] = useState<EssayDocument | null>(null)
  const [newId] = useState(() => v4())
  const isEmpty = own !== null && textOf(own).trim() === ''
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
        if (isEmpty) return
        const content = own && { content: own }
        order.mutate({ id: request.id, newId, turnaround, ...content, ...(comments.trim() && { comments }) })
      }}
    >
      <Stack gap="md">
        <Switch
          label="The text has changed since"
          description="Without it, the edited text is worked on as it is"
          checked={own !== null}
          onChange={({ currentTarget: { checked } }) => setOwn(checked ? text : null)}
        />
        {own && (
          <div>
            <LazyEditor document={text} label="Text of the revision" onChange={read => setOwn(read())} />
            {isEmpty && <p role="alert">Write or paste the essay.</p>}
          </div>
        )}
        <TurnaroundChoice value={turnaround} onChange={setTurnaround} wordCount={countWords(textOf(own ?? text))} />
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
