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

/** What of settings that mean something only together was left out, in a line; nothing where all or none are there. */
export function missingOf<Name extends string>(data: Partial<Record<Name, unknown>>, names: readonly Name[]): string[] {
  const missing = names.filter(name => !data[name])
  if (missing.length === 0 || missing.length === names.length) return []
  return [`${missing.join(', ')} must be set too, as ${names.filter(name => data[name]).join(', ')} is`]
}

/** Printable ASCII without spaces. */
export const word = (error: string) => optional(z.string().regex(/^[!-~]+$/, { error }))

/** An address without a slash at its end. */
export const address = optional(
  z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .transform(text => text.replace(/\/+$/, '')),
)
