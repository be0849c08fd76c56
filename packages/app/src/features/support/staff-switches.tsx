import { Group } from '@mantine/core'
import { DutySwitch } from './duty-switch.tsx'
import { NoticeSwitch } from './notices/notice-switch.tsx'

/** Whether the reader takes escalations, and is told of them. */
export function StaffSwitches() {
  return (
    <Group gap="xs" wrap="nowrap">
      <NoticeSwitch />
      <DutySwitch />
    </Group>
  )
}
