import { Button } from '@mantine/core'
import { LinkCard } from './link-card.tsx'
import { PortalLink } from './portal-link.tsx'

/** An address without a page. */
export function NotFoundPage() {
  return (
    <LinkCard title="No such page" text="The address may be old, or a part of it is missing.">
      <Button variant="filled" size="md" renderRoot={props => <PortalLink to="/" {...props} />}>
        Go to the beginning
      </Button>
    </LinkCard>
  )
}
