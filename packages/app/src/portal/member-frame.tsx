import { useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { type Session, useApi } from '../data/api.ts'
import { LiveProvider } from '../live/live-provider.tsx'
import { Empty } from '../ui/async.tsx'
import { readTheme } from './appearance.ts'
import { ClaimVisitor } from './claim-visitor.tsx'
import { Frame } from './frame.tsx'
import { MemberContext } from './member.ts'
import { SignOut } from './sign-out.tsx'
import { usePortal } from './surroundings.ts'

/** What stands around every page of somebody who is signed in: the workspace, and the stream of changes. */
export function MemberFrame() {
  const api = useApi()
  const { workspaceId } = usePortal()
  const session = useQuery(api.trpc.auth.session.queryOptions({})).data
  if (!session) return null
  const workspace = session.workspaces.find(each => each.id === workspaceId) ?? session.workspaces[0]
  api.workspace.id = session.workspaces.length > 1 ? (workspace?.id ?? null) : null
  if (!workspace) return <Nowhere session={session} />
  return (
    <MemberContext value={session}>
      <LiveProvider key={workspace.id}>
        <Appearance />
        {workspace.role === 'member' && <ClaimVisitor />}
        <Outlet />
      </LiveProvider>
    </MemberContext>
  )
}

/** Puts on the look that this person chose, on whatever device. */
function Appearance() {
  const { trpc } = useApi()
  const { setColorScheme } = useMantineColorScheme()
  const me = useQuery(trpc.people.me.queryOptions({})).data
  const theme = me && readTheme(me.preferences)
  useEffect(() => {
    if (theme) setColorScheme(theme)
  }, [theme, setColorScheme])
  return null
}

function Nowhere({ session }: { session: Session }) {
  return (
    <Frame title="Your account" narrow corner={<SignOut />}>
      <Empty title="There is nothing here for this account">
        {session.person.email ?? 'You'} was taken out of what it belonged to, or has not been let in yet. Ask whoever
        invited you for a new invitation.
      </Empty>
    </Frame>
  )
}
