import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { Issue } from './issue.ts'

export interface PullRequestDialogProps {
  issue: Issue
  links: Outputs['issues']['links']
  opened: boolean
  onClose: () => void
}

/** Asks where a draft pull request with the issue's report is to be opened. */
export function PullRequestDialog({ issue, links, opened, onClose }: PullRequestDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Open a pull request for #${issue.number}`}>
      <Form key={links.lastRepository} issue={issue} links={links} onDone={onClose} />
    </Modal>
  )
}

const linesOf = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean),
  ),
]

function Form({ issue, links, onDone }: Omit<PullRequestDialogProps, 'opened' | 'onClose'> & { onDone: () => void }) {
  const { trpc } = useApi()
  const [name, setName] = useState(links.lastRepository ?? '')
  const [base, setBase] = useState('')
  // Until somebody changes them, the files are those of the last time in this repository.
  const [changed, setChanged] = useState<string | null>(null)
  const files = changed ?? links.fixFiles[name.trim().toLowerCase()]?.join('\n') ?? ''
  const open = useMutation(trpc.issues.openPullRequest.mutationOptions({ onSuccess: onDone, onError: tellFailure }))
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        const baseBranch = base.trim()
        const targets = links.canPropose ? { targets: linesOf(files) } : {}
        open.mutate({ id: issue.id, repository: name.trim(), ...(baseBranch && { baseBranch }), ...targets })
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
        {links.canPropose && (
          <Textarea
            label="Files that the model may change (optional)"
            description="One path a line, ten at most. What it proposes is a draft; without files there is only the report."
            placeholder="src/checkout/pay.ts"
            value={files}
            onChange={event => setChanged(event.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={10}
          />
        )}
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
