import { useLocalStorage } from '@mantine/hooks'
import { useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDesktop } from '../../../shell/desktop.ts'
import { browserNotifier, desktopNotifier } from '../../../shell/notifier.ts'

/** Notices of escalations on this device: what shows them, and whether they are wanted. The desktop app begins with them on. */
export function useNotices() {
  const desktop = useDesktop()
  const { navigate } = useRouter()
  const [on, setOn] = useLocalStorage({
    key: 'qd.escalation-notices',
    defaultValue: desktop !== null,
    getInitialValueInEffect: false,
  })
  const notifier = useMemo(
    () =>
      desktop
        ? desktopNotifier(desktop)
        : browserNotifier(window.Notification, path => {
            window.focus()
            const conversationId = path.split('/').at(-1) ?? ''
            void navigate(
              conversationId === 'queue'
                ? { to: '/support/queue' }
                : { to: '/support/$conversationId', params: { conversationId } },
            )
          }),
    [desktop, navigate],
  )
  return { notifier, on, setOn }
}
