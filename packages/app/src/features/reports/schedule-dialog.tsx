import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async } from '../../ui/async.tsx'
import { type Chosen, PersonChoice } from '../people/person-choice.tsx'
import styles from './reports.module.css'
import { ScheduleForm } from './schedule-form.tsx'

/** Whose schedule is changed. */
export type Scheduled = Pick<Chosen, 'id' | 'name'>

/** Says for somebody else when reports of their work are written. */
export function ScheduleDialog({ editing, onClose }: { editing: Scheduled | 'new' | null; onClose: () => void }) {
  const mayManage = useMay('admin')
  const named = editing !== 'new' && editing ? (editing.name ?? 'somebody without a name') : null
  return (
    <Modal
      opened={mayManage && editing !== null}
      onClose={onClose}
      title={named ? `Reports of ${named}` : 'Add a schedule'}
    >
      {editing === 'new' ? <Choose onClose={onClose} /> : editing && <Edit personId={editing.id} onClose={onClose} />}
    </Modal>
  )
}

function Choose({ onClose }: { onClose: () => void }) {
  const [person, setPerson] = useState<Chosen | null>(null)
  return (
    <div className={styles.form}>
      <PersonChoice
        label="Person"
        description="Somebody of the staff; customers have no reports"
        staff
        nobody="Nobody"
        nothingFits="Nobody fits"
        value={person}
        onChange={setPerson}
      />
      {person && <Edit key={person.id} personId={person.id} onClose={onClose} />}
    </div>
  )
}

function Edit({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { trpc } = useApi()
  const schedule = useLiveQuery(trpc.reports.schedule.queryOptions({ personId }), { keepPrevious: false })
  return (
    <Async query={schedule} compact>
      {saved => <ScheduleForm saved={saved} personId={personId} onSaved={onClose} />}
    </Async>
  )
}
