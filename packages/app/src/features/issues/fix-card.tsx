import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { percent, plural, points } from '../../format/number.ts'
import { useMay } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import { Time } from '../../ui/time.tsx'
import { tellFailure } from '../../ui/toast.ts'
import type { Issue } from './issue.ts'

/** What the fix was worth, once there is one. */
export function FixCard({ issue }: { issue: Issue }) {
  const { trpc } = useApi()
  const measure = useMutation(trpc.issues.measure.mutationOptions({ onError: tellFailure }))
  const mayWrite = useMay('write')
  const { fix, fixedAt, status } = issue
  if (!fixedAt) return null
  const isWaiting = status === 'fixed' || status === 'measuring'
  return (
    <Card
      title="Since the fix"
      aside={<Time at={fixedAt} className="dim" />}
      flush={fix !== null}
      actions={
        isWaiting &&
        mayWrite && (
          <Button size="compact-xs" onClick={() => measure.mutate({ id: issue.id })} loading={measure.isPending}>
            Measure now
          </Button>
        )
      }
    >
      {fix ? (
        <Figures issue={issue} fix={fix} />
      ) : (
        <Empty title={isWaiting ? 'Not measured yet' : 'Not measured'} compact>
          {isWaiting && 'It is measured by itself, an hour after the fix unless the workspace says otherwise.'}
        </Empty>
      )}
    </Card>
  )
}

function Figures({ issue, fix }: { issue: Issue; fix: NonNullable<Issue['fix']> }) {
  const { uplift, upliftPercent, recoveredPercent } = fix
  return (
    <KpiStrip small>
      <Kpi
        label="After"
        value={percent(fix.rate)}
        note={plural(fix.visits, 'visit')}
        definition={`Of the visits at ${issue.step} since the fix, the share that reached ${issue.lastStep}.`}
      />
      <Kpi
        label="Uplift"
        value={points(uplift.points, false)}
        note={`points, ${points(uplift.low, false)} to ${points(uplift.high, false)}`}
        definition="Against the rate when the issue was found, with its 95 % interval (Newcombe)."
        tone={uplift.low > 0 ? 'green' : uplift.high < 0 ? 'red' : 'neutral'}
      />
      <Kpi
        label="Relative"
        value={percent(upliftPercent, 0)}
        note="of the rate when found"
        definition="The uplift as a share of the rate when the issue was found."
      />
      <Kpi
        label="Came back"
        value={percent(recoveredPercent, 0)}
        note="of the drop"
        definition="Half of the drop or more, by more than chance: then the fix is verified."
      />
    </KpiStrip>
  )
}
