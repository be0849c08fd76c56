import { useEffect, useReducer, useState } from 'react'
import { type Inputs, type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { addOlder, emptyTail, receive, release, type Tail, type TailPage } from './tail.ts'

export type EventRow = Outputs['events']['list']['items'][number]
export type EventFilters = Omit<Inputs['events']['list'], 'cursor' | 'limit'>

type Step =
  | { kind: 'receive'; page: TailPage<EventRow>; held: boolean }
  | { kind: 'release' }
  | { kind: 'older'; page: TailPage<EventRow> }

function reduce(tail: Tail<EventRow>, step: Step): Tail<EventRow> {
  if (step.kind === 'receive') return receive(tail, step.page, step.held)
  return step.kind === 'older' ? addOlder(tail, step.page) : release(tail)
}

const pageSize = 100

/** Follows the newest events of these filters; while `held`, new ones wait. Mount it anew for other filters. */
export function useTail(filters: EventFilters, held: boolean) {
  const { trpc, queryClient } = useApi()
  const head = useLiveQuery(trpc.events.list.queryOptions({ ...filters, limit: pageSize }), { keepPrevious: false })
  const [tail, dispatch] = useReducer(reduce, emptyTail<EventRow>())
  const [older, setOlder] = useState<{ loading: boolean; error: unknown }>({ loading: false, error: null })

  useEffect(() => {
    if (head.data) dispatch({ kind: 'receive', page: head.data, held })
  }, [head.data])
  useEffect(() => {
    if (!held) dispatch({ kind: 'release' })
  }, [held])

  const loadOlder = async () => {
    if (!tail.nextCursor || older.loading) return
    setOlder({ loading: true, error: null })
    try {
      const options = trpc.events.list.queryOptions({ ...filters, limit: pageSize, cursor: tail.nextCursor })
      dispatch({ kind: 'older', page: await queryClient.fetchQuery(options) })
      setOlder({ loading: false, error: null })
    } catch (error) {
      setOlder({ loading: false, error })
    }
  }
  return {
    tail,
    error: head.error,
    retry: () => void head.refetch(),
    loadOlder,
    older,
    release: () => dispatch({ kind: 'release' }),
  }
}
