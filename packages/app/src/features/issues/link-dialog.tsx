import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import type { Issue } from './issue.ts'
import { readPastedLink } from './pasted-link.ts'

export interface LinkDialogProps {
  issue: Issue
  /** What is to be linked; null while the dialog is closed. */
  kind: 'jira' | 'github_pr' | null
  onClose: () => void
}

const words = {
  jira: { title: 'Link a ticket to', label: 'Ticket', hint: 'A key such as OPS-12, or the ticket’s address' },
  github_pr: {
    title: 'Link a pull request to',
    label: 'Pull request',
    hint: 'Its address, or owner/repository#number on GitHub',
  },
} as const

/** Names the ticket or pull request that somebody made outside. */
export function LinkDialog({ issue, kind, onClose }: LinkDialogProps) {
  return (
    <Modal opened={kind !== null} onClose={onClose} title={kind && `${words[kind].title} #${issue.number}`}>
      {kind && <Form id={issue.id} kind={kind} onDone={onClose} />}
    </Modal>
  )
}

function Form({ id, kind, onDone }: { id: string; kind: 'jira' | 'github_pr'; onDone: () => void }) {
  const { trpc } = useApi()
  const [text, setText] = useState('')
  const [mistake, setMistake] = useState<string | null>(null)
  const ticket = useMutation(trpc.issues.linkJira.mutationOptions({ onSuccess: onDone }))
  const pull = useMutation(trpc.issues.linkPullRequest.mutationOptions({ onSuccess: onDone }))
  const { label, hint } = words[kind]
  const link = () => {
    const read = readPastedLink(text)
    if (read?.kind === 'jira' && kind === 'jira')
      ticket.mutate({ id, key: read.key, ...(read.url && { url: read.url }) })
    else if (read?.kind === 'github_pr' && kind === 'github_pr') pull.mutate({ id, url: read.url })
    else if (read) setMistake(`${read.key} is a ${read.kind === 'jira' ? 'ticket' : 'pull request'}`)
    else setMistake(`This is no ${label.toLowerCase()}. ${hint}.`)
  }
  const error = ticket.error ?? pull.error
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        link()
      }}
    >
      <Stack gap="md">
        <TextInput
          label={label}
          description={hint}
          value={text}
          onChange={event => {
            setText(event.currentTarget.value)
            setMistake(null)
          }}
          error={mistake ?? (error && readFailure(error).message)}
          maxLength={2_000}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={ticket.isPending || pull.isPending}
            disabled={text.trim() === ''}
          >
            Link
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
