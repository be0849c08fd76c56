import { Button, Tooltip } from '@mantine/core'
import { IconBell, IconBellOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '../../../shell/may.tsx'
import { tell } from '../../../ui/toast.ts'
import styles from '../support.module.css'
import { useNotices } from './use-notices.ts'

const hints = {
  on: 'This computer tells you of each new escalation that is yours or nobody’s.',
  off: 'Let this computer tell you of each new escalation that is yours or nobody’s.',
  denied: 'This browser blocks notices of this site: allow them in its settings.',
}

/** Turns notices of escalations on and off for this device; a browser is asked for them first. */
export function NoticeSwitch() {
  const { notifier, on, setOn } = useNotices()
  const [permission, setPermission] = useState(notifier.permission)
  const mayAccept = useMay('write')
  if (permission === 'absent' || !mayAccept) return null
  const isOn = on && permission === 'granted'
  const turnOn = async () => {
    const answer = permission === 'granted' ? permission : await notifier.ask()
    setPermission(answer)
    setOn(answer === 'granted')
    if (answer === 'denied') tell(hints.denied)
  }
  return (
    <Tooltip label={permission === 'denied' ? hints.denied : isOn ? hints.on : hints.off}>
      <Button
        className={styles.notices ?? ''}
        aria-label="Notify me of escalations"
        aria-pressed={isOn}
        variant={isOn ? 'light' : 'default'}
        onClick={() => (isOn ? setOn(false) : void turnOn())}
      >
        {isOn ? <IconBell size={16} aria-hidden /> : <IconBellOff size={16} aria-hidden />}
        <span className={styles.onlyWide}>Notify me</span>
      </Button>
    </Tooltip>
  )
}
