import { Button } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async } from '../../ui/async.tsx'
import styles from './thread.module.css'

/** The e-mail that a message was made of, with all that it quotes: fetched when it is asked for. */
export function OriginalMail({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="transparent" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the whole e-mail' : 'Show the whole e-mail'}
      </Button>
      {open && <Whole id={id} />}
    </>
  )
}

function Whole({ id }: { id: string }) {
  const { trpc } = useApi()
  const original = useLiveQuery(trpc.messages.original.queryOptions({ id }))
  return (
    <Async query={original} compact>
      {({ text }) => <div className={styles.bubble}>{text}</div>}
    </Async>
  )
}
