import { Group } from '@mantine/core'
import { May } from '../../shell/may.tsx'
import { DutySwitch } from './duty-switch.tsx'
import { NoticeSwitch } from './notices/notice-switch.tsx'

/** Whether the reader takes escalations, and is told of them. */
export function StaffSwitches() {
  return (
    <May right="write">
      <Group gap="xs" wrap="nowrap">
        <NoticeSwitch />
        <DutySwitch />
      </Group>
    </May>
  )
}
