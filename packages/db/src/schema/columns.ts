import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'

/** A UUIDv7 primary key, made here so that a row's id is known before it is written. */
export const primaryId = () => uuid().primaryKey().$defaultFn(v7)

/** A moment, to the millisecond: JavaScript's own precision, so nothing is lost on the way to a client and back. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 })

export const createdAt = () => moment().notNull().defaultNow()

export const updatedAt = () =>
  moment()
    .notNull()
    .defaultNow()
    .$onUpdateFn(() => new Date())

export const bytes = customType<{ data: Buffer; driverData: Buffer | Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: value => Buffer.from(value),
})

export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
