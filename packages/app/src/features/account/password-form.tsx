import { Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { plural } from '../../format/number.ts'
import { tell } from '../../ui/toast.ts'
import { shortestPassword } from '../identity/sign-form.tsx'
import styles from './account.module.css'

/** Changes one's own password; other devices are signed out by it. */
export function PasswordForm() {
  const { trpc, queryClient } = useApi()
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: {
      current: value => (value.length === 0 ? 'Enter your present password.' : null),
      next: value => (value.length < shortestPassword ? `Use at least ${shortestPassword} characters.` : null),
    },
  })
  const change = useMutation(
    trpc.auth.changePassword.mutationOptions({
      onSuccess: ({ endedSessions }) => {
        form.reset()
        const others = endedSessions > 0 ? ` ${plural(endedSessions, 'other sign-in')} ended.` : ''
        tell(`Password changed.${others}`)
        void queryClient.invalidateQueries(trpc.auth.sessions.pathFilter())
      },
    }),
  )
  const failure = change.error ? readFailure(change.error) : null
  const isWrong = failure?.code === 'FORBIDDEN'
  return (
    <form className={styles.form} onSubmit={form.onSubmit(values => change.mutate(values))} noValidate>
      {failure && !isWrong && !failure.fields.next && (
        <p className={styles.failure} role="alert">
          {failure.message}
        </p>
      )}
      <PasswordInput
        label="Present password"
        autoComplete="current-password"
        {...form.getInputProps('current')}
        error={form.errors.current ?? (isWrong ? 'This is not your present password.' : null)}
      />
      <PasswordInput
        label="New password"
        description={`At least ${shortestPassword} characters. Your other devices will be signed out.`}
        autoComplete="new-password"
        {...form.getInputProps('next')}
        error={form.errors.next ?? failure?.fields.next ?? null}
      />
      <div>
        <Button type="submit" loading={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  )
}
