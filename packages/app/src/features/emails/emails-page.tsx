import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip, Mark } from '../../ui/chip.tsx'
import { CopyIcon } from '../../ui/copy.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf, sought } from '../../ui/filters.ts'
import { ListPane } from '../../ui/list-pane.tsx'
import { NoMatch } from '../../ui/no-match.tsx'
import { Only } from '../../ui/only.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { Time } from '../../ui/time.tsx'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { compact } from '../../url/params.ts'
import row from '../issues/issue-row.module.css'
import styles from '../webhooks/webhooks.module.css'
import { type Email, type EmailSearch, readEmailSearch, statuses, statusNames } from './email-search.ts'

const route = getRouteApi('/shell/emails')

/** What the product sends by e-mail: waiting, sent, failed. */
export function EmailsPage() {
  return (
    <Only right="admin" page="Outgoing e-mail" what="read what is sent">
      <Emails />
    </Only>
  )
}

function Emails() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const { i } = search
  const navigate = useNavigate({ from: '/emails' })
  const detail = useRef<HTMLElement>(null)
  const input = compact({ status: search.status, search: search.q })
  const list = useLiveRows(trpc.emails.list.infiniteQueryOptions(input, byCursor))
  const { rows } = list
  useListKeys(i, id => void navigate({ search: before => ({ ...before, i: id }), replace: true }), detail)
  const chosen = rows?.find(each => each.id === i)
  return (
    <Page title="Outgoing e-mail" crumb="Latest first" bare>
      <Split
        listLabel="Messages"
        chosen={i !== undefined}
        onBack={() => void navigate({ search: ({ i: _, ...rest }) => rest })}
        detailRef={detail}
        filters={<Filters search={search} />}
        list={
          <ListPane list={list} empty={<Nothing filtered={Object.keys(input).length > 0} />}>
            {rows => rows.map(email => <MessageRow key={email.id} email={email} chosen={email.id === i} />)}
          </ListPane>
        }
        detail={
          chosen ? (
            <Message email={chosen} />
          ) : i && rows ? (
            <Empty title="This message is not in the list">It lies further back: load more.</Empty>
          ) : (
            rows && rows.length > 0 && <Empty title="Choose a message">It is shown here as it was written.</Empty>
          )
        }
      />
    </Page>
  )
}

function Filters({ search }: { search: EmailSearch }) {
  const navigate = useNavigate({ from: '/emails' })
  return (
    <FilterBar
      values={search}
      onChange={(key, value) => void navigate({ search: before => readEmailSearch({ ...before, [key]: value }) })}
      filters={[
        choice('status', 'Status', optionsOf(statusNames, statuses)),
        sought('Part of an address or a subject'),
      ]}
    />
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <NoMatch what="message" to="/emails" />
  ) : (
    <Empty title="No e-mail yet">
      Invitations, links to confirm an address and to set a new password appear here. Without a mail server (SMTP_URL)
      they wait, and can be read and passed on by hand.
    </Empty>
  )
}

function MessageRow({ email, chosen }: { email: Email; chosen: boolean }) {
  const { name, tone } = statuses[email.status]
  return (
    <Link
      to="/emails"
      search={before => ({ ...readEmailSearch(before), i: email.id })}
      activeOptions={{ includeSearch: true }}
      className={row.row}
      data-chosen={chosen}
      data-row={email.id}
    >
      <Mark tone={tone} label={name} />
      <span className={`${row.title} cut`}>{email.subject}</span>
      <Time at={email.createdAt} className={row.age} />
      <span className={row.facts}>
        <span className="cut grow">{email.to}</span>
        <span>{name}</span>
      </span>
    </Link>
  )
}

function Message({ email }: { email: Email }) {
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
        <Card title="Text" actions={<CopyIcon value={email.text} what="the text" />} flush>
          <pre className={styles.code}>{email.text}</pre>
        </Card>
      </div>
    </article>
  )
}
