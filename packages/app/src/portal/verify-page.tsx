import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useApi } from '../data/api.ts'
import { readFailure } from '../data/errors.ts'
import { LinkCard, LinkError } from './link-card.tsx'
import { PortalLink } from './portal-link.tsx'
import { useToken } from './use-token.ts'

/** Confirms an e-mail address. It takes a click, so that programs that look into mail do not use the link up. */
export function VerifyPage() {
  const { trpc, queryClient } = useApi()
  const token = useToken()
  const session = useQuery(trpc.auth.session.queryOptions({})).data
  const verify = useMutation(
    trpc.auth.verifyEmail.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries(trpc.people.me.pathFilter()),
    }),
  )
  const failure = verify.error ? readFailure(verify.error) : null
  const onwards = session ? (
    <Button variant="filled" size="md" renderRoot={props => <PortalLink to="/home" {...props} />}>
      Go to your account
    </Button>
  ) : (
    <Button variant="filled" size="md" renderRoot={props => <PortalLink to="/sign-in" {...props} />}>
      Sign in
    </Button>
  )
  if (verify.isSuccess) {
    return (
      <LinkCard title="Your address is confirmed" text="Thank you. Nothing else is needed.">
        {onwards}
      </LinkCard>
    )
  }
  if (!token || failure?.fields.token) {
    return (
      <LinkCard
        title="This link does not work"
        text={
          token
            ? 'It was used already, or is older than 24 hours. Your account page says whether the address is confirmed, and sends a new link.'
            : 'A part of it is missing: copy it from the e-mail as a whole.'
        }
      >
        {onwards}
      </LinkCard>
    )
  }
  return (
    <LinkCard title="Confirm your e-mail address" text="One click, so that we know that this address is yours.">
      {failure && <LinkError>{failure.message}</LinkError>}
      <Button variant="filled" size="md" loading={verify.isPending} onClick={() => verify.mutate({ token })}>
        Confirm the address
      </Button>
    </LinkCard>
  )
}
