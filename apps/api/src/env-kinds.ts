import { z } from 'zod'

const blankIsUnset = (value: unknown) => (value === '' ? undefined : value)

/** A setting that may be left out; empty is the same. */
export const optional = <Type extends z.ZodType>(type: Type) => z.preprocess(blankIsUnset, type.optional())

/** One secret, or two separated by a comma while one replaces the other. */
export const secrets = (one: RegExp, error: string) =>
  optional(
    z
      .string()
      .transform(text => text.split(',').map(each => each.trim()))
      .refine(all => all.every(each => one.test(each)), { error })
      .refine(all => all.length <= 2, { error: 'can hold two secrets at most' }),
  )

/** An address without a slash at its end. */
export const address = optional(
  z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .transform(text => text.replace(/\/+$/, '')),
)
