import { Button, Group, Modal, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { compact } from '../../url/params.ts'
import { type GenerateInput, kindNames, type ReportKind, refusalText } from './report.ts'
import styles from './reports.module.css'
import { addDays, today, weekOf } from './span.ts'
import { useSubjects } from './use-subjects.ts'

/** Asks for a report: of a day, a week or a range, about everyone, a team or a person. */
export function GenerateDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Write a report">
      <Form onClose={onClose} />
    </Modal>
  )
}

const words = { daily: 'A day', weekly: 'A week', manual: 'A range' } as const satisfies Record<ReportKind, string>

interface Wish {
  kind: ReportKind
  of: string
  from: string
  to: string
}

/** Yesterday, the week before this one, or the last seven whole days. */
function daysFor(kind: ReportKind): Pick<Wish, 'from' | 'to'> {
  const yesterday = addDays(today(Date.now()), -1)
  if (kind === 'daily') return { from: yesterday, to: yesterday }
  if (kind === 'weekly')
    return { from: addDays(weekOf(yesterday, 'monday'), yesterdayEndsWeek(yesterday) ? 0 : -7), to: '' }
  return { from: addDays(yesterday, -6), to: yesterday }
}

const yesterdayEndsWeek = (yesterday: string) => weekOf(addDays(yesterday, 1), 'monday') === addDays(yesterday, 1)

function toInput({ kind, of, from, to }: Wish): GenerateInput {
  const named = of.slice(of.indexOf(':') + 1)
  return compact({
    kind,
    from,
    to: kind === 'manual' ? to : undefined,
    personId: of.startsWith('person:') ? named : undefined,
    teamId: of.startsWith('team:') ? named : undefined,
  }) as GenerateInput
}

function Form({ onClose }: { onClose: () => void }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const { people, teams } = useSubjects()
  const [wish, setWish] = useState<Wish>(() => ({ kind: 'daily', of: 'everyone', ...daysFor('daily') }))
  const generate = useMutation(
    trpc.reports.generate.mutationOptions({
      onSuccess: ({ id }) => {
        onClose()
        void navigate({ to: '/reports/$reportId', params: { reportId: id } })
      },
    }),
  )
  const set = (patch: Partial<Wish>) => {
    generate.reset()
    setWish(before => ({ ...before, ...patch }))
  }
  const { kind, of, from, to } = wish
  const isOrdered = kind !== 'manual' || from <= to
  return (
    <form
      className={styles.form}
      onSubmit={event => {
        event.preventDefault()
        generate.mutate(toInput(wish))
      }}
    >
      <SegmentedControl
        fullWidth
        aria-label="Of"
        value={kind}
        onChange={chosen => set({ kind: chosen, ...daysFor(chosen) })}
        data={kindNames.map(value => ({ value, label: words[value] }))}
      />
      <Select
        label="About"
        searchable
        allowDeselect={false}
        value={of}
        onChange={chosen => chosen && set({ of: chosen })}
        data={[
          { value: 'everyone', label: 'Everyone' },
          ...(teams.length > 0 ? [{ group: 'Teams', items: teams }] : []),
          { group: 'People', items: people },
        ]}
      />
      <div className={styles.pair}>
        <TextInput
          data-autofocus
          type="date"
          required
          label={kind === 'daily' ? 'Day' : kind === 'weekly' ? 'A day of the week' : 'First day'}
          max={today(Date.now())}
          description={kind === 'weekly' ? 'The report is of the whole week' : undefined}
          value={from}
          onChange={event => set({ from: event.currentTarget.value })}
        />
        {kind === 'manual' && (
          <TextInput
            type="date"
            required
            label="Last day"
            max={today(Date.now())}
            value={to}
            onChange={event => set({ to: event.currentTarget.value })}
            error={from && to && !isOrdered ? 'Choose a last day that is not before the first.' : null}
          />
        )}
      </div>
      {generate.error && <Refused error={generate.error} />}
      <Group justify="flex-end" gap="xs">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={!from || !isOrdered} loading={generate.isPending}>
          Write it
        </Button>
      </Group>
    </form>
  )
}

/** Why there is no report; where it is for want of a plan, with the way to one. */
function Refused({ error }: { error: unknown }) {
  const { trpc } = useApi()
  const allowance = useLiveQuery(trpc.reports.schedule.queryOptions({})).data?.allowance
  return (
    <div className={styles.gate} role="alert">
      <span>{refusalText(error)}</span>
      {allowance?.isLimited && allowance.used >= allowance.free && (
        <Link to="/billing" className="link">
          Look at plans and payments
        </Link>
      )}
    </div>
  )
}
