import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../data/api.ts'
import { readFailure } from '../data/errors.ts'
import styles from '../features/identity/sign-form.module.css'
import { shortestPassword } from '../features/identity/sign-form.tsx'
import { LinkCard, LinkError } from './link-card.tsx'
import { PortalLink } from './portal-link.tsx'
import { useToken } from './use-token.ts'

/** Asks for a link to choose a new password. The answer is the same whether the address has an account. */
export function ForgotPasswordPage() {
  const { trpc } = useApi()
  const form = useForm({
    initialValues: { email: '' },
    validate: {
      email: value => (/^\S+@\S+$/.test(value.trim()) ? null : 'Enter an e-mail address, such as ana@example.com.'),
    },
  })
  const request = useMutation(trpc.auth.requestPasswordReset.mutationOptions())
  const failure = request.error ? readFailure(request.error) : null
  if (request.isSuccess) {
    return (
      <LinkCard
        title="Look at your mail"
        text={`If ${form.values.email.trim()} has an account here, a link to choose a new password is on its way. It works for an hour.`}
      >
        <p className={styles.text}>Nothing came? Look among unwanted mail, and whether the address is right.</p>
        <Button size="md" onClick={() => request.reset()}>
          Try another address
        </Button>
      </LinkCard>
    )
  }
  return (
    <LinkCard title="Choose a new password" text="Give the e-mail address of your account: a link is sent there.">
      {failure && !failure.fields.email && <LinkError>{failure.message}</LinkError>}
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit(({ email }) => request.mutate({ email: email.trim() }))}
      >
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          {...form.getInputProps('email')}
          error={form.errors.email ?? failure?.fields.email ?? null}
        />
        <Button type="submit" variant="filled" size="md" loading={request.isPending} mt={4}>
          Send the link
        </Button>
      </form>
      <p className={styles.text}>
        <PortalLink to="/sign-in" className="link">
          Back to sign-in
        </PortalLink>
      </p>
    </LinkCard>
  )
}

/** Sets a new password with a link from an e-mail. */
export function ResetPasswordPage() {
  const { trpc, queryClient } = useApi()
  const token = useToken()
  const form = useForm({
    initialValues: { password: '' },
    validate: {
      password: value => (value.length < shortestPassword ? `Use at least ${shortestPassword} characters.` : null),
    },
  })
  const reset = useMutation(trpc.auth.resetPassword.mutationOptions({ onSuccess: () => queryClient.clear() }))
  const failure = reset.error ? readFailure(reset.error) : null
  if (reset.isSuccess) {
    return (
      <LinkCard title="Your password is changed" text="Every device was signed out. Sign in with the new password.">
        <Button variant="filled" size="md" renderRoot={props => <PortalLink to="/sign-in" {...props} />}>
          Sign in
        </Button>
      </LinkCard>
    )
  }
  if (!token || failure?.fields.token) return <DeadLink said={failure?.said ?? null} />
  return (
    <LinkCard title="Choose a new password" text="All your devices will be signed out by it.">
      {failure && !failure.fields.password && <LinkError>{failure.message}</LinkError>}
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit(({ password }) => reset.mutate({ token, password }))}
      >
        <PasswordInput
          label="New password"
          description={`At least ${shortestPassword} characters`}
          autoComplete="new-password"
          {...form.getInputProps('password')}
          error={form.errors.password ?? failure?.fields.password ?? null}
        />
        <Button type="submit" variant="filled" size="md" loading={reset.isPending} mt={4}>
          Set the password
        </Button>
      </form>
    </LinkCard>
  )
}

function DeadLink({ said }: { said: string | null }) {
  return (
    <LinkCard
      title="This link does not work"
      text={said ? `${said}.` : 'A part of it is missing: copy it from the e-mail as a whole, or ask for a new one.'}
    >
      <Button variant="filled" size="md" renderRoot={props => <PortalLink to="/forgot-password" {...props} />}>
        Ask for a new link
      </Button>
    </LinkCard>
  )
}
