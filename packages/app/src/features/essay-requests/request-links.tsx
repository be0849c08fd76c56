import { Button, Group, Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async, Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { CopyField } from '../../ui/copy.tsx'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import type { EssayRequest } from './essay.ts'
import styles from './requests.module.css'

const spans = { 1: 'A day', 7: 'A week', 30: '30 days', 90: '90 days', 365: 'A year' } as const

/** Links by which whoever has one reads the result. */
export function RequestLinks({ request: { id, status } }: { request: EssayRequest }) {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const shares = useLiveQuery(trpc.essayRequests.shares.queryOptions({ id }), { keepPrevious: false })
  const revoke = useMutation(
    trpc.essayRequests.revokeShare.mutationOptions({
      onSuccess: () => tell('The link shows nothing any more.'),
      onError: tellFailure,
    }),
  )
  return (
    <Card title="Links" flush>
      {status === 'completed' ? (
        mayWrite && <NewLink id={id} />
      ) : (
        <p className={`${styles.row} dim`}>Links show the result once the request is finished.</p>
      )}
      <Async
        query={shares}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title="No links yet" compact />}
        compact
      >
        {({ items }) => (
          <ul>
            {items.map((share, index) => (
              <li key={share.id} className={styles.row}>
                {share.active ? <Chip tone="green">Works</Chip> : <Chip>{share.revokedAt ? 'Ended' : 'Expired'}</Chip>}
                <span>
                  {share.madeBy === 'finish' ? 'Sent by e-mail' : `Made by ${share.author?.name ?? 'a program'}`}
                </span>
                <span className="dim">
                  until <Time at={share.expiresAt} show="date" /> · {plural(share.views, 'view')}
                  {share.lastViewAt && (
                    <>
                      , last <Time at={share.lastViewAt} />
                    </>
                  )}
                </span>
                <span className="grow" />
                {share.active && mayWrite && (
                  <Button
                    size="compact-xs"
                    aria-label={`End link ${items.length - index}`}
                    onClick={() => revoke.mutate({ id: share.id })}
                    loading={revoke.isPending && revoke.variables.id === share.id}
                  >
                    End
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Async>
    </Card>
  )
}

/** Makes one, which is shown this once. */
function NewLink({ id }: { id: string }) {
  const { trpc } = useApi()
  const [days, setDays] = useState<string>('30')
  const share = useMutation(trpc.essayRequests.share.mutationOptions({ onError: tellFailure }))
  return (
    <div className={styles.row}>
      <Group gap="xs" align="flex-end">
        <Select
          label="Works for"
          data={Object.entries(spans).map(([value, label]) => ({ value, label }))}
          value={days}
          onChange={value => setDays(value ?? '30')}
          allowDeselect={false}
          w={128}
        />
        <Button
          variant="filled"
          loading={share.isPending}
          onClick={() => share.mutate({ id, expiresInDays: Number(days) })}
        >
          Make a link
        </Button>
      </Group>
      {share.data && (
        <div className="grow">
          <CopyField value={share.data.url} what="link" />
          <p className="dim">It is shown this once: copy it now. Whoever has it can read the result.</p>
        </div>
      )}
    </div>
  )
}
