import { Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../../data/api.ts'
import { useLiveQuery } from '../../../live/use-live-query.ts'
import { useMay } from '../../../shell/may.tsx'
import { Async } from '../../../ui/async.tsx'
import { Card } from '../../../ui/card.tsx'
import { Page } from '../../../ui/page.tsx'
import { RatesForm } from './rates-form.tsx'

/** What the workspace asks for editing, and how long it takes. */
export function RatesPage() {
  const { trpc } = useApi()
  const mayChange = useMay('admin')
  const rates = useLiveQuery(trpc.essayRequests.rates.queryOptions())
  return (
    <Page title="Essay rates" crumb={<Link to="/settings">Settings</Link>}>
      <Stack gap="md" maw={840}>
        <Card title="Prices and due times">
          <Async query={rates}>{data => <RatesForm saved={data} mayChange={mayChange} />}</Async>
        </Card>
        <p className="dim">
          {'They hold for what is ordered from now on; '}
          <Link to="/essay-requests" className="link">
            requests
          </Link>
          {' that are in keep their price and due time.'}
          {!mayChange && ' Owners and admins set them.'}
        </p>
      </Stack>
    </Page>
  )
}
