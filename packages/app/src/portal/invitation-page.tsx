import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type Outputs, useApi } from '../data/api.ts'
import { readFailure } from '../data/errors.ts'
import styles from '../features/identity/sign-form.module.css'
import { shortestPassword } from '../features/identity/sign-form.tsx'
import { LinkCard, LinkError } from './link-card.tsx'
import { PortalLink } from './portal-link.tsx'
import { usePortal } from './surroundings.ts'
import { useToken } from './use-token.ts'

/** Accepts an invitation: with a new account, or with the one that the address has. */
export function InvitationPage() {
  const { trpc, queryClient } = useApi()
  const { tracker } = usePortal()
  const token = useToken()
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      onSuccess: ({ person }) => {
        tracker?.identify(person.id)
        queryClient.clear()
      },
    }),
  )
  const failure = accept.error ? readFailure(accept.error) : null
  if (accept.data) return <Accepted session={accept.data} />
  if (!token || failure?.fields.token) {
    return (
      <LinkCard
        title="This invitation does not work"
        text={
          token
            ? 'It was accepted or taken back, or is older than seven days. Ask whoever invited you for a new one.'
            : 'A part of the link is missing: copy it from the e-mail as a whole.'
        }
      />
    )
  }
  const wanted = failure?.fields.password ? failure.said : null
  return (
    <LinkCard
      title="You are invited"
      text="New here? Choose a password. If this address has an account already, give its password."
    >
      {failure && !wanted && <LinkError>{failure.message}</LinkError>}
      <AcceptForm wanted={wanted} pending={accept.isPending} onAccept={values => accept.mutate({ token, ...values })} />
    </LinkCard>
  )
}

interface AcceptFormProps {
  /** What the server said of the password. */
  wanted: string | null
  pending: boolean
  onAccept: (values: { name?: string; password?: string }) => void
}

function AcceptForm({ wanted, pending, onAccept }: AcceptFormProps) {
  const { trpc } = useApi()
  const session = useQuery(trpc.auth.session.queryOptions({})).data
  const form = useForm({ initialValues: { name: '', password: '' } })
  return (
    <>
      {session && (
        <>
          <Button size="md" variant="filled" loading={pending} onClick={() => onAccept({})}>
            Accept as {session.person.email ?? session.person.name}
          </Button>
          <p className={styles.text}>Or, if it was sent to another address of yours:</p>
        </>
      )}
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit(({ name, password }) =>
          onAccept({ ...(name.trim() && { name: name.trim() }), ...(password && { password }) }),
        )}
      >
        <TextInput
          label="Name"
          autoComplete="name"
          description="For a new account"
          maxLength={200}
          {...form.getInputProps('name')}
        />
        <PasswordInput
          label="Password"
          autoComplete="new-password"
          description={`A new one of at least ${shortestPassword} characters, or that of the account`}
          {...form.getInputProps('password')}
          error={wanted}
        />
        <Button type="submit" size="md" variant={session ? 'default' : 'filled'} loading={pending} mt={4}>
          Accept the invitation
        </Button>
      </form>
    </>
  )
}

function Accepted({ session }: { session: Outputs['invitations']['accept'] }) {
  const isStaff = session.workspaces.some(({ role }) => role !== 'member')
  const names = session.workspaces.map(({ name }) => name).join(', ')
  return (
    <LinkCard title="Welcome" text={`You are in: ${names}.`}>
      {isStaff ? (
        <Button variant="filled" size="md" component="a" href="/admin">
          Open the console
        </Button>
      ) : (
        <Button variant="filled" size="md" renderRoot={props => <PortalLink to="/home" {...props} />}>
          Go to your account
        </Button>
      )}
    </LinkCard>
  )
}
