import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Mark } from '../../ui/chip.tsx'
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
import { EmailDetail } from './email-detail.tsx'
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
          i ? (
            <EmailDetail key={i} id={i} />
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
