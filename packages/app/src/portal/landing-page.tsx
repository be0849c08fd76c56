import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../data/api.ts'
import { Frame } from './frame.tsx'
import styles from './portal.module.css'
import { PortalLink } from './portal-link.tsx'
import { usePortal } from './surroundings.ts'

const promises = [
  { title: 'One account', text: 'Everything between you and us in one place, on any device.' },
  { title: 'Half a minute', text: 'A name, an e-mail address and a password. Nothing else is asked of you.' },
  {
    title: 'Your data stays yours',
    text: 'Passwords are stored only as hashes, and a browser that asks not to be tracked is not.',
  },
]

/** What a customer sees first. */
export function LandingPage() {
  const { trpc } = useApi()
  const { workspaceName } = usePortal()
  const session = useQuery(trpc.auth.session.queryOptions({})).data
  return (
    <Frame
      title="Welcome"
      corner={
        session ? (
          <Button renderRoot={props => <PortalLink to="/home" {...props} />}>Your account</Button>
        ) : (
          <Button renderRoot={props => <PortalLink to="/sign-in" {...props} />}>Sign in</Button>
        )
      }
    >
      <section className={styles.hero}>
        <h1>Your place at {workspaceName ?? 'Quarterdeck'}</h1>
        <p>Create an account to follow what you have with us, from the first visit on. It takes half a minute.</p>
        <div className={styles.actions}>
          {session ? (
            <Button variant="filled" size="md" renderRoot={props => <PortalLink to="/home" {...props} />}>
              Go to your account
            </Button>
          ) : (
            <>
              <Button variant="filled" size="md" renderRoot={props => <PortalLink to="/sign-up" {...props} />}>
                Create an account
              </Button>
              <Button size="md" renderRoot={props => <PortalLink to="/sign-in" {...props} />}>
                Sign in
              </Button>
            </>
          )}
        </div>
      </section>
      <section className={styles.points} aria-label="What to expect">
        {promises.map(promise => (
          <div key={promise.title}>
            <h2>{promise.title}</h2>
            <p>{promise.text}</p>
          </div>
        ))}
      </section>
    </Frame>
  )
}
