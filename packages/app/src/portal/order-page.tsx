import { OrderForm } from '../features/essay-requests/order-form.tsx'
import { tell } from '../ui/toast.ts'
import { useMember } from './member.ts'
import { MemberPage } from './member-page.tsx'
import { usePortalNavigate } from './portal-link.tsx'
import { usePortal } from './surroundings.ts'

/** Orders the review of an essay. */
export function OrderPage() {
  const { person } = useMember()
  const { tracker } = usePortal()
  const navigate = usePortalNavigate()
  return (
    <MemberPage title="Order a review">
      <OrderForm
        writer={person.id}
        student={{ name: person.name ?? '', email: person.email ?? '' }}
        onDone={({ id, number, turnaround }) => {
          tracker?.track('essay_ordered', { turnaround })
          tell(`Request #${number} is in. We tell you here and by e-mail when it is done.`)
          navigate(`/essays/${id}`)
        }}
      />
    </MemberPage>
  )
}
