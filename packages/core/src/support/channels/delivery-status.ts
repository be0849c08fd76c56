import type { DeliveryStatus } from '@quarterdeck/db'

const ranks: Record<DeliveryStatus, number> = { waiting: 0, accepted: 1, sent: 2, failed: 3, delivered: 4, read: 5 }

/** What is told late or twice changes nothing: the further of two states is true. */
export const rankOf = (status: DeliveryStatus): number => ranks[status]
