import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyIcon } from '../../ui/copy.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import styles from '../../ui/record.module.css'
import { Time } from '../../ui/time.tsx'
import { statuses } from './email-search.ts'
import own from './emails.module.css'

/** One message as its reader gets it, and what became of it. */
export function EmailDetail({ id }: { id: string }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.emails.get.queryOptions({ id }), { keepPrevious: false })
  return (
    <Async query={query} skeleton={<Rows count={8} height={20} gap={20} />}>
      {email => <Message email={email} />}
    </Async>
  )
}

function Message({ email }: { email: Outputs['emails']['get'] }) {
  const { name, tone } = statuses[email.status]
  return (
    <article className={styles.detail} aria-labelledby="email-title">
      <div className={styles.main}>
        <header>
          <div className={styles.over}>
            <Chip tone={tone}>{name}</Chip>
            <span>To {email.to}</span>
          </div>
          <h2 id="email-title" className={styles.title}>
            {email.subject}
          </h2>
        </header>
        {email.lastError && (
          <p className={styles.error} role="alert">
            {email.lastError}
          </p>
        )}
        {email.status === 'waiting' && email.attempts === 0 && (
          <p className="dim">
            It has not been tried yet. If it stays so, no mail server is set: give SMTP_URL, or pass the text on by
            hand.
          </p>
        )}
        <FactGrid
          columns="two"
          facts={[
            { label: 'Written', value: <Time at={email.createdAt} show="date" /> },
            { label: 'Sent', value: email.sentAt ? <Time at={email.sentAt} show="date" /> : 'not yet' },
            { label: 'Tries', value: String(email.attempts) },
          ]}
        />
        {email.html && (
          <Card title="As it is read" flush>
            {/* Nothing in it runs or reaches this page; its links open beside it. */}
            <iframe
              className={own.page}
              title="The message as it is read"
              srcDoc={email.html}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              referrerPolicy="no-referrer"
            />
          </Card>
        )}
        <Card
          title={email.html ? 'As plain text' : 'Text'}
          actions={<CopyIcon value={email.text} what="the text" />}
          flush
        >
          <CodeBlock label="The text of the message">{email.text}</CodeBlock>
        </Card>
      </div>
    </article>
  )
}
