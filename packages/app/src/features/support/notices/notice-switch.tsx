import { Button, Switch } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useState } from 'react'
import { useShell } from '../../../shell/shell-context.ts'
import { tell } from '../../../ui/toast.ts'
import { useNotices } from './use-notices.ts'

/** Turns notices of escalations on and off for this device; a browser is asked for them first. */
export function NoticeSwitch() {
  const { notifier, on, setOn } = useNotices()
  const [permission, setPermission] = useState(notifier.permission)
  const isViewer = useShell().workspace?.role === 'viewer'
  if (permission === 'absent' || isViewer) return null
  const ask = async () => {
    const answer = await notifier.ask()
    setPermission(answer)
    setOn(answer === 'granted')
    if (answer === 'denied') tell('This browser blocks notices of this site: allow them in its settings.')
  }
  if (permission === 'default')
    return (
      <Button leftSection={<IconBell size={16} aria-hidden />} onClick={() => void ask()}>
        Notify me
      </Button>
    )
  const isBlocked = permission === 'denied'
  return (
    <Switch
      size="sm"
      label="Notify me"
      title={isBlocked ? 'This browser blocks notices of this site' : 'Of each new escalation that is mine or nobody’s'}
      checked={on && !isBlocked}
      disabled={isBlocked}
      onChange={event => setOn(event.currentTarget.checked)}
    />
  )
}
