import { Button } from '@mantine/core'
import { IconCheck, IconChecks, IconClock } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { May } from '../../shell/may.tsx'
import { tellFailure } from '../../ui/toast.ts'
import type { Message } from './conversation.ts'
import styles from './thread.module.css'

type Delivery = NonNullable<Message['delivery']>

const ways: Record<Delivery['channel'], string> = { email: 'by e-mail', sms: 'by SMS', whatsapp: 'by WhatsApp' }
const marks = {
  waiting: { Icon: IconClock, name: 'waiting to be sent' },
  accepted: { Icon: IconClock, name: 'on its way' },
  sent: { Icon: IconCheck, name: 'sent' },
  delivered: { Icon: IconChecks, name: 'delivered' },
  read: { Icon: IconChecks, name: 'read' },
} as const satisfies Record<Exclude<Delivery['status'], 'failed'>, unknown>

/** Beside the time of a message that left the house: how far it came. */
export function DeliveryMark({ delivery }: Pick<Message, 'delivery'>) {
  if (!delivery || delivery.status === 'failed') return null
  const { Icon, name } = marks[delivery.status]
  return (
    <span className={styles.delivery}>
      {' · '}
      <Icon size={12} aria-hidden /> {name} {ways[delivery.channel]}
    </span>
  )
}

/** Below a message that did not get through: why, and for staff another try. */
export function DeliveryTrouble({ message: { id, delivery }, own }: { message: Message; own: 'person' | 'staff' }) {
  if (!delivery) return null
  const { status, channel, error } = delivery
  if (status !== 'failed') {
    return error && <div className={styles.when}>Not sent yet, and tried again: {error}</div>
  }
  if (own === 'person') return <div className={styles.failed}>Not delivered {ways[channel]}</div>
  return (
    <div className={styles.failed}>
      Not delivered {ways[channel]}: {error ?? 'the reason is not known'}
      <May right="write">
        <Retry id={id} />
      </May>
    </div>
  )
}

function Retry({ id }: { id: string }) {
  const { trpc } = useApi()
  const retry = useMutation(trpc.messages.retryDelivery.mutationOptions({ onError: tellFailure }))
  return (
    <Button variant="transparent" size="compact-xs" onClick={() => retry.mutate({ id })} loading={retry.isPending}>
      Try again
    </Button>
  )
}
