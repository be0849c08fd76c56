import { Button, NumberInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v4 } from 'uuid'
import { type Outputs, useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Failed } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Only } from '../../ui/only.tsx'
import { Page } from '../../ui/page.tsx'
import { tell } from '../../ui/toast.ts'
import { useKnownNames } from '../events/use-known-names.ts'
import styles from './funnel-edit-page.module.css'
import { type DraftStep, moved, readWhat, toDraft, toStepInputs } from './funnel-steps.ts'
import { type Known, StepEditor } from './step-editor.tsx'

type Funnel = Outputs['funnels']['get']

const route = getRouteApi('/shell/funnels/$funnelId/edit')

/** Builds a new funnel. */
export function NewFunnelPage() {
  return (
    <Only right="write" page="New funnel" what="build funnels">
      <Page title="New funnel" crumb="Funnels">
        <FunnelForm funnel={null} />
      </Page>
    </Only>
  )
}

/** Changes a funnel. */
export function EditFunnelPage() {
  const { trpc } = useApi()
  const { funnelId } = route.useParams()
  const query = useLiveQuery(trpc.funnels.get.queryOptions({ id: funnelId }), { keepPrevious: false })
  return (
    <Only right="write" page="Edit funnel" what="change funnels">
      <Page title={query.data ? `Edit ${query.data.name}` : 'Edit funnel'} crumb="Funnels">
        <Async query={query}>{funnel => <FunnelForm key={funnel.id} funnel={funnel} />}</Async>
      </Page>
    </Only>
  )
}

const mostSteps = 12
const blank = (): DraftStep => ({ key: v4(), what: '', name: '', properties: [] })

function useKnown(): Known {
  const { names, steps } = useKnownNames()
  return {
    events: names.map(each => ({ value: each.name, label: each.name })),
    steps: steps.map(each => ({ value: each.step, label: each.step })),
  }
}

function useSave(funnel: Funnel | null) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const onSuccess = (saved: Funnel) => {
    tell(funnel ? `Funnel ${saved.name} saved.` : `Funnel ${saved.name} created. It is watched from now on.`)
    void navigate({ to: '/funnels/$funnelId', params: { funnelId: saved.id } })
  }
  const create = useMutation(trpc.funnels.create.mutationOptions({ onSuccess }))
  const update = useMutation(trpc.funnels.update.mutationOptions({ onSuccess }))
  return {
    save: (values: {
      name: string
      description: string
      windowHours: number
      steps: ReturnType<typeof toStepInputs>
    }) => (funnel ? update.mutate({ id: funnel.id, ...values }) : create.mutate(values)),
    pending: create.isPending || update.isPending,
    error: create.error ?? update.error,
  }
}

function FunnelForm({ funnel }: { funnel: Funnel | null }) {
  const known = useKnown()
  const [name, setName] = useState(funnel?.name ?? '')
  const [description, setDescription] = useState(funnel?.description ?? '')
  const [windowHours, setWindowHours] = useState(funnel?.windowHours ?? 24)
  const [steps, setSteps] = useState(() => (funnel ? toDraft(funnel.steps) : [blank(), blank()]))
  const [tried, setTried] = useState(false)
  const { save, pending, error } = useSave(funnel)
  const fields = error ? readFailure(error).fields : {}
  const complete = name.trim() !== '' && steps.every(step => readWhat(step.what))
  const replace = (at: number, step: DraftStep) => setSteps(steps.map((each, index) => (index === at ? step : each)))

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        setTried(true)
        if (complete)
          save({ name: name.trim(), description: description.trim(), windowHours, steps: toStepInputs(steps) })
      }}
    >
      {error && <Failed error={error} compact />}
      <div className={styles.fields}>
        <TextInput
          label="Name"
          placeholder="Login"
          value={name}
          maxLength={200}
          onChange={event => setName(event.currentTarget.value)}
          error={fields.name ?? (tried && !name.trim() ? 'Give the funnel a name.' : null)}
        />
        <TextInput
          label="Description (optional)"
          value={description}
          onChange={event => setDescription(event.currentTarget.value)}
        />
        <NumberInput
          label="A visit has this long to go from the first step to the last, in hours"
          value={windowHours}
          onChange={value => setWindowHours(typeof value === 'number' ? value : 24)}
          min={1}
          max={720}
          clampBehavior="strict"
          allowDecimal={false}
          w={160}
          styles={{ label: { whiteSpace: 'nowrap' } }}
        />
      </div>
      <Card title="Steps, in the order in which a visit does them" flush>
        <ol>
          {steps.map((step, index) => (
            <StepEditor
              key={step.key}
              step={step}
              index={index}
              last={steps.length - 1}
              known={known}
              error={tried && !readWhat(step.what) ? 'Choose what this step waits for.' : fields[`steps.${index}.name`]}
              onChange={next => replace(index, next)}
              onMove={by => setSteps(moved(steps, index, by))}
              onRemove={() => setSteps(steps.filter((_, at) => at !== index))}
            />
          ))}
        </ol>
        <div className={styles.add}>
          <Button onClick={() => setSteps([...steps, blank()])} disabled={steps.length >= mostSteps}>
            Add step
          </Button>
        </div>
      </Card>
      <div className={styles.actions}>
        <Button type="submit" variant="filled" loading={pending}>
          {funnel ? 'Save funnel' : 'Create funnel'}
        </Button>
        <Button
          renderRoot={props =>
            funnel ? (
              <Link to="/funnels/$funnelId" params={{ funnelId: funnel.id }} {...props} />
            ) : (
              <Link to="/funnels" {...props} />
            )
          }
        >
          Cancel
        </Button>
      </div>
    </form>
  )
}
