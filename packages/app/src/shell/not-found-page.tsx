import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/async.tsx'
import { Page } from '../ui/page.tsx'

/** An address without a page, with the menu still there to go elsewhere. */
export function NotFoundPage() {
  return (
    <Page title="No such page">
      <Empty
        title="There is nothing at this address"
        action={<Button renderRoot={props => <Link to="/" {...props} />}>Go to Home</Button>}
      >
        It may be old, or a part of it is missing. Pick a page from the menu, or search.
      </Empty>
    </Page>
  )
}
