import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/columns.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'

type ApiKey = Outputs['apiKeys']['list']['items'][number]
type Scope = ApiKey['scopes'][number]

const scopes: Readonly<Record<Scope, string>> = {
  ingest: 'Send events. Such a key alone is public by nature: it may stand in web pages.',
  read: 'Read what the console shows: events, funnels, issues, people, payments.',
  write: 'Change what agents may change, and act for customers’ chat sessions.',
  webhooks: 'Reserved for programs that hand in webhooks. It opens nothing yet.',
}
// The record above has exactly the scopes of the type.
const scopeNames = Object.keys(scopes) as Scope[]

const columns: readonly Column<ApiKey>[] = [
  { key: 'name', title: 'Name', fixed: true, render: key => key.name },
  { key: 'key', title: 'Key', render: key => <span className="mono">{key.publicKey ?? `${key.prefix}…`}</span> },
  {
    key: 'scopes',
    title: 'May',
    render: key => (
      <Group gap={4} wrap="nowrap">
        {key.scopes.map(scope => (
          <Chip key={scope}>{scope}</Chip>
        ))}
      </Group>
    ),
  },
  {
    key: 'created',
    title: 'Made',
    width: 96,
    align: 'right',
    render: key => <Time at={key.createdAt} className="dim" />,
  },
  {
    key: 'used',
    title: 'Last used',
    width: 96,
    align: 'right',
    render: key => (key.lastUsedAt ? <Time at={key.lastUsedAt} /> : <span className="faint">never</span>),
  },
  {
    key: 'revoke',
    title: 'Revoke',
    quiet: true,
    fixed: true,
    width: 84,
    align: 'right',
    render: key => <Revoke apiKey={key} />,
  },
]

/** Keys for programs: made, shown once, and taken back. */
export function KeysCard() {
  const { trpc } = useApi()
  const [making, setMaking] = useState(false)
  const keys = useLiveQuery(trpc.apiKeys.list.queryOptions({}))
  const make = <Button onClick={() => setMaking(true)}>New key</Button>
  return (
    <Card title="API keys" flush actions={make}>
      <DataTable
        name="keys"
        label="API keys"
        columns={columns}
        rows={keys.data?.items}
        rowKey={key => key.id}
        error={keys.error}
        onRetry={() => void keys.refetch()}
        empty={
          <Empty title="No keys" compact action={make}>
            A program needs a key: trackers to send events, your own services to read and to change things.
          </Empty>
        }
      />
      <Modal opened={making} onClose={() => setMaking(false)} title="New API key">
        <MakeKey onDone={() => setMaking(false)} />
      </Modal>
    </Card>
  )
}

function MakeKey({ onDone }: { onDone: () => void }) {
  const { trpc, queryClient } = useApi()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>(['read'])
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries(trpc.apiKeys.list.pathFilter()),
    }),
  )
  if (create.data) return <MadeKey secret={create.data.key} onDone={onDone} />
  const failure = create.error ? readFailure(create.error) : null
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        create.mutate({ name: name.trim(), scopes: scopeNames.filter(scope => chosen.includes(scope)) })
      }}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Name"
          description="What will use it, such as Billing service"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          maxLength={100}
          error={failure?.message}
        />
        <Checkbox.Group label="It may" value={chosen} onChange={setChosen}>
          <Stack gap="xs" mt={8}>
            {scopeNames.map(scope => (
              <Checkbox key={scope} value={scope} label={scope} description={scopes[scope]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={create.isPending}
            disabled={!name.trim() || chosen.length === 0}
          >
            Make key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function MadeKey({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <Stack gap="md">
      <p>
        Copy the key now and keep it as you keep a password: <strong>it is shown this once.</strong> Here only its hash
        is stored.
      </p>
      <CopyField value={secret} what="key" />
      <Group justify="flex-end">
        <Button onClick={onDone}>I have copied it</Button>
      </Group>
    </Stack>
  )
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const { trpc, queryClient } = useApi()
  const [asking, setAsking] = useState(false)
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: () => {
        tell(`Key ${apiKey.name} revoked.`)
        setAsking(false)
        void queryClient.invalidateQueries(trpc.apiKeys.list.pathFilter())
      },
      onError: tellFailure,
    }),
  )
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        aria-label={`Revoke ${apiKey.name}`}
        onClick={() => setAsking(true)}
      >
        Revoke
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Revoke ${apiKey.name}?`}
        action="Revoke key"
        danger
        pending={revoke.isPending}
        onConfirm={() => revoke.mutate({ id: apiKey.id })}
      >
        The next request with it is refused. What it sent and changed stays. This cannot be undone; a new key can be
        made.
      </Confirm>
    </>
  )
}
