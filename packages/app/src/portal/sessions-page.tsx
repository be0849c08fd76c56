import { SessionsCard } from '../features/account/sessions-card.tsx'
import { MemberPage } from './member-page.tsx'
import { useLeave } from './sign-out.tsx'

/** Where one is signed in. */
export function SessionsPage() {
  return (
    <MemberPage title="Sessions">
      <p className="dim">
        Every browser and app in which you are signed in. If you do not know one of them, sign it out and change your
        password.
      </p>
      <SessionsCard title="Signed in" onSignedOut={useLeave()} />
    </MemberPage>
  )
}
