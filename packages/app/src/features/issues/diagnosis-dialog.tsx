import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { Issue } from './issue.ts'

export interface DiagnosisDialogProps {
  issue: Issue
  opened: boolean
  onClose: () => void
}

/** For what people found out themselves. */
export function DiagnosisDialog({ issue, opened, onClose }: DiagnosisDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Diagnosis of #${issue.number}`}>
      <Form id={issue.id} onDone={onClose} />
    </Modal>
  )
}

function Form({ id, onDone }: { id: string; onDone: () => void }) {
  const { trpc } = useApi()
  const [rootCause, setRootCause] = useState('')
  const [explanation, setExplanation] = useState('')
  const set = useMutation(trpc.issues.setDiagnosis.mutationOptions({ onSuccess: onDone, onError: tellFailure }))
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        set.mutate({ id, diagnosis: { rootCause, explanation } })
      }}
    >
      <Stack gap="md">
        <Textarea
          label="Root cause"
          value={rootCause}
          onChange={event => setRootCause(event.currentTarget.value)}
          required
          autosize
          minRows={2}
          maxLength={2_000}
          data-autofocus
        />
        <Textarea
          label="How it came about (optional)"
          value={explanation}
          onChange={event => setExplanation(event.currentTarget.value)}
          autosize
          minRows={3}
          maxLength={10_000}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled" loading={set.isPending} disabled={rootCause.trim() === ''}>
            Keep it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
