import { IconBrandWhatsapp, IconCode, IconDeviceMobileMessage, IconMail, IconMessage } from '@tabler/icons-react'
import { type Conversation, channels } from './conversation.ts'
import styles from './support.module.css'

const icons = {
  web: IconMessage,
  api: IconCode,
  email: IconMail,
  whatsapp: IconBrandWhatsapp,
  sms: IconDeviceMobileMessage,
} as const satisfies Record<Conversation['channel'], unknown>

/** By which way the customer writes: its sign and its name. */
export function Channel({ channel }: Pick<Conversation, 'channel'>) {
  const Icon = icons[channel]
  return (
    <span className={styles.channel}>
      <Icon size={14} aria-hidden /> {channels[channel]}
    </span>
  )
}
