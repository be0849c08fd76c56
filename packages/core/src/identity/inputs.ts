import { z } from 'zod'

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .pipe(z.email({ error: 'must be an e-mail address' }))

/** Length is what makes a password strong: NIST SP 800-63B asks for no other rule. */
const newPassword = z.string().min(10, { error: 'must have at least 10 characters' }).max(200)

export const signInInput = z.strictObject({ email, password: z.string().min(1).max(200) })
export type SignInInput = z.infer<typeof signInInput>

export const signUpInput = z.strictObject({
  email,
  password: newPassword,
  name: z.string().trim().min(1).max(200).optional(),
})
export type SignUpInput = z.infer<typeof signUpInput>

export const nothing = z.strictObject({}).optional()
