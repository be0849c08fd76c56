import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { tell, tellFailure } from '../../ui/toast.ts'
import type { Issue } from './issue.ts'
import { onwardsFirst, statusActions } from './issue-rules.ts'
import { statuses } from './issue-search.ts'

/** Moves an issue on, with a note for the timeline. */
export function StatusDialog({ issue, opened, onClose }: { issue: Issue; opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Move #${issue.number} on from ${statuses[issue.status].toLowerCase()}`}
    >
      <Form key={issue.status} issue={issue} onDone={onClose} />
    </Modal>
  )
}

function Form({ issue, onDone }: { issue: Issue; onDone: () => void }) {
  const { trpc } = useApi()
  const choices = onwardsFirst(issue.status, issue.nextStatuses)
  const [status, setStatus] = useState(choices[0])
  const [note, setNote] = useState('')
  const set = useMutation(
    trpc.issues.setStatus.mutationOptions({
      onSuccess: () => {
        if (status) tell(`#${issue.number} is now ${statuses[status].toLowerCase()}.`)
        onDone()
      },
      onError: tellFailure,
    }),
  )
  if (!status)
    return (
      <p className="dim">This issue has reached its end; nothing follows {statuses[issue.status].toLowerCase()}.</p>
    )
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        set.mutate({ id: issue.id, status, ...(note.trim() && { note: note.trim() }) })
      }}
    >
      <Stack gap="md">
        <Radio.Group
          label="What is true now"
          value={status}
          onChange={value => setStatus(choices.find(each => each === value))}
        >
          <Stack gap="xs" mt={8}>
            {choices.map(each => (
              <Radio
                key={each}
                value={each}
                label={statusActions[each]}
                data-autofocus={each === status || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label="Note for the timeline (optional)"
          value={note}
          onChange={event => setNote(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={2_000}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled" loading={set.isPending}>
            {statusActions[status]}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
