import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type Outputs, useApi } from '../../data/api.ts'
import { count, plural } from '../../format/number.ts'
import { useMay } from '../../shell/may.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './home-page.module.css'

/** Removes the sample data; says what went. */
export function useRemoveSample() {
  const { trpc } = useApi()
  return useMutation(
    trpc.workspace.removeSample.mutationOptions({
      onSuccess: gone =>
        tell(
          `Sample data removed: ${plural(gone.events, 'event')}, ${plural(gone.funnels, 'funnel')}, ${plural(gone.issues, 'issue')}, ${plural(gone.documents, 'document')}.`,
        ),
      onError: tellFailure,
    }),
  )
}

/** Says that what is on screen is partly made up, and takes it away at a click. */
export function SampleBanner({ sample }: { sample: Outputs['workspace']['get']['sample'] }) {
  const remove = useRemoveSample()
  const mayRemove = useMay('admin')
  return (
    <section className={styles.banner} aria-label="Sample data">
      <span>
        <strong>This is sample data.</strong> {count(sample.events)} events, {plural(sample.funnels, 'funnel')} and{' '}
        {plural(sample.documents, 'document')} show what the product does. Your own events arrive beside them.
      </span>
      <span className="grow" />
      {mayRemove && (
        <Button onClick={() => remove.mutate({})} loading={remove.isPending}>
          Remove sample data
        </Button>
      )}
    </section>
  )
}
