import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { readFailure } from '../../data/errors.ts'
import styles from './sign-form.module.css'

export interface SignValues {
  email: string
  password: string
  name: string
}

export interface SignFormProps {
  title: string
  text: ReactNode
  submit: string
  /** Asks for a name too, and for a password worth having. */
  isNew?: boolean
  pending: boolean
  error: unknown
  onSubmit: (values: SignValues) => void
  onStart?: () => void
  /** Whose door it is; ours by default. */
  mark?: string
  children?: ReactNode
}

/** Shortest password that the server takes for a new account. */
export const shortestPassword = 10

/** E-mail and password, for signing in and up, in the console and the portal. */
export function SignForm(props: SignFormProps) {
  const { isNew = false, error } = props
  const failure = error ? readFailure(error) : null
  const form = useForm<SignValues>({
    initialValues: { email: '', password: '', name: '' },
    validate: {
      email: value => (/^\S+@\S+$/.test(value.trim()) ? null : 'Enter an e-mail address, such as ana@example.com.'),
      password: value =>
        value.length === 0
          ? 'Enter your password.'
          : isNew && value.length < shortestPassword
            ? `Use at least ${shortestPassword} characters.`
            : null,
    },
  })
  const said = (field: keyof SignValues) => form.errors[field] ?? failure?.fields[field] ?? null
  const named = failure && Object.keys(failure.fields).length > 0
  return (
    <div className={styles.card}>
      <div className={styles.logo} aria-hidden>
        {(props.mark ?? 'Quarterdeck').slice(0, 1).toUpperCase()}
      </div>
      <div>
        <h1 className={styles.title}>{props.title}</h1>
        <p className={styles.text}>{props.text}</p>
      </div>
      {failure && !named && (
        <p className={styles.error} role="alert">
          {failure.message}
        </p>
      )}
      <form
        className={styles.form}
        onFocus={props.onStart}
        onSubmit={form.onSubmit(values => props.onSubmit({ ...values, email: values.email.trim() }))}
        noValidate
      >
        {isNew && <TextInput label="Name" autoComplete="name" {...form.getInputProps('name')} error={said('name')} />}
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          {...form.getInputProps('email')}
          error={said('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          description={isNew ? `At least ${shortestPassword} characters` : undefined}
          {...form.getInputProps('password')}
          error={said('password')}
        />
        <Button type="submit" variant="filled" size="md" loading={props.pending} mt={4}>
          {props.submit}
        </Button>
      </form>
      {props.children}
    </div>
  )
}

/** The empty page around the form. */
export function SignPage({ children }: { children: ReactNode }) {
  return <main className={styles.page}>{children}</main>
}
