import { useNavigate } from '@tanstack/react-router'
import { useShell } from '../../shell/shell-context.ts'
import { Only } from '../../ui/only.tsx'
import { Page } from '../../ui/page.tsx'
import { tell } from '../../ui/toast.ts'
import { OrderForm } from './order-form.tsx'

/** A request that came by another way, entered by hand. */
export function NewRequestPage() {
  const navigate = useNavigate()
  const { session } = useShell()
  return (
    <Only right="write" page="New request" what="enter requests">
      <Page title="New request" crumb="Essay requests">
        <OrderForm
          writer={session.person.id}
          forCustomers
          onDone={({ id, number }) => {
            tell(`Request #${number} is in.`)
            void navigate({ to: '/essay-requests', search: { i: id } })
          }}
        />
      </Page>
    </Only>
  )
}
