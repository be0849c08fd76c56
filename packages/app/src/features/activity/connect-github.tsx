import { Link } from '@tanstack/react-router'
import { useServerOrigin } from '../../shell/use-server-origin.ts'
import { CopyIcon } from '../../ui/copy.tsx'
import styles from './activity.module.css'

const permissions = 'Contents, Pull requests, Issues and Metadata: read only'
const events = [
  'Push',
  'Pull request',
  'Pull request review',
  'Pull request review comment',
  'Issues',
  'Issue comment',
  'Release',
  'Repository',
]

/** From nothing to the first facts: the app, the server's settings, the accounts. */
export function ConnectGithub() {
  const address = `${useServerOrigin()}/webhooks/github`
  return (
    <ol className={styles.steps}>
      <li>
        <strong>Register a GitHub App</strong>
        <div>
          <p>On GitHub, under Settings, Developer settings, GitHub Apps. Give it these:</p>
          <dl>
            <dt>Webhook address</dt>
            <dd className={styles.wrap}>
              <code className="mono">{address}</code> <CopyIcon value={address} what="the webhook address" />
            </dd>
            <dt>Webhook secret</dt>
            <dd>A long random text of yours</dd>
            <dt>Permissions</dt>
            <dd>{permissions}</dd>
            <dt>Events</dt>
            <dd>{events.join(', ')}</dd>
          </dl>
        </div>
      </li>
      <li>
        <strong>Tell the server</strong>
        <p>
          Set <code className="mono">GITHUB_APP_ID</code>, <code className="mono">GITHUB_APP_PRIVATE_KEY</code> and{' '}
          <code className="mono">GITHUB_WEBHOOK_SECRET</code> where it is started, and start it again.
        </p>
      </li>
      <li>
        <strong>Install the app on an account</strong>
        <p>
          GitHub tells of it at once: the account appears here, and its history of 30 days is fetched. Whether its
          deliveries arrive can be seen under{' '}
          <Link to="/webhooks" search={{ source: 'github' }} className="link">
            Webhooks
          </Link>
          .
        </p>
      </li>
    </ol>
  )
}
