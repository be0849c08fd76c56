import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { Issue } from './issue.ts'

export interface PullRequestDialogProps {
  issue: Issue
  /** The one that was named last, or nothing. */
  repository: string
  opened: boolean
  onClose: () => void
}

/** Asks where a draft pull request with the issue's report is to be opened. */
export function PullRequestDialog({ issue, repository, opened, onClose }: PullRequestDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Open a pull request for #${issue.number}`}>
      <Form key={repository} issue={issue} repository={repository} onDone={onClose} />
    </Modal>
  )
}

function Form({ issue, repository, onDone }: { issue: Issue; repository: string; onDone: () => void }) {
  const { trpc } = useApi()
  const [name, setName] = useState(repository)
  const [base, setBase] = useState('')
  const open = useMutation(trpc.issues.openPullRequest.mutationOptions({ onSuccess: onDone, onError: tellFailure }))
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        const baseBranch = base.trim()
        open.mutate({ id: issue.id, repository: name.trim(), ...(baseBranch && { baseBranch }) })
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Repository"
          description="Owner and name, such as acme/shop"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          pattern="\s*[\w.\-]+/[\w.\-]+\s*"
          title="Owner and name, such as acme/shop"
          required
          data-autofocus
        />
        <TextInput
          label="Into branch (optional)"
          description="The repository’s default branch when empty"
          value={base}
          onChange={event => setBase(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled" loading={open.isPending}>
            Open draft
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
