import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import type { ActivityKind } from '@quarterdeck/core/activity'
import { webhookQueue } from '@quarterdeck/core/kernel'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../testing/server.ts'

// Everything that GitHub publishes of what it sends: 329 payloads of 58 kinds.
const payload = z.looseObject({ action: z.string().optional() })
const kinds = z
  .array(z.object({ name: z.string(), examples: z.array(payload) }))
  .parse(createRequire(import.meta.url)('@octokit/webhooks-examples'))
const all = kinds.flatMap(({ name, examples }) => examples.map(example => ({ name, example })))

const secret = 'the secret of now'
let world: TestWorld
let server: TestServer
beforeAll(async () => {
  world = await createTestWorld({ webhookSecrets: { github: [secret] } })
  server = await startTestServer(world)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await world.close()
})

async function post(name: string, example: object, id: string): Promise<number> {
  const body = JSON.stringify(example)
  const headers = {
    ...{ 'content-type': 'application/json', 'x-github-event': name, 'x-github-delivery': id },
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
  const answer = await fetch(`${server.url}/webhooks/github`, { method: 'POST', body, headers })
  await answer.text()
  return answer.status
}

interface Row {
  kind: string
  key: string
  text: string
  by: string | null
  at: string
  state: string
}

/** What stands or was taken back; which older versions there are depends on the order, which is any when applied anew. */
const facts = () =>
  world.database.run<Row>(`select a.kind, a.object_key as key, a.text, g.login as by,
      to_char(a.occurred_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as at,
      case when a.removed_at is not null then 'removed' else '' end as state
    from activity a left join git_actors g on g.id = a.actor_id join repositories r on r.id = a.repository_id
    where a.superseded_at is null order by r.full_name, a.object_key, a.created_at, a.id`)

/** By kind of fact: how many stand in the end, and how many were taken back. */
type Facts = Partial<Record<ActivityKind, [stand: number, takenBack: number]>>
interface Gives {
  /** Of its payloads: how many tell something that we keep, and how many nothing. */
  used: number
  ignored: number
  /** Told by payloads of this kind alone. They are of one story, so that many tell the same fact. */
  facts: Facts
}

/** What each kind of delivery gives. */
const table: Record<string, Gives> = {
  push: { used: 2, ignored: 5, facts: { commit: [1, 0] } },
  pull_request: { used: 29, ignored: 0, facts: { pr_opened: [1, 0], pr_closed: [1, 0] } },
  // Each tells the pull request that it is of, too.
  pull_request_review: { used: 4, ignored: 0, facts: { pr_opened: [1, 0], review_submitted: [1, 0] } },
  pull_request_review_comment: { used: 5, ignored: 0, facts: { pr_opened: [1, 0], review_comment: [0, 1] } },
  // Four are pull requests: what is done to their labels and milestones is no fact. One was deleted, one moved away.
  issues: { used: 25, ignored: 4, facts: { issue_opened: [0, 2], issue_closed: [0, 1] } },
  issue_comment: { used: 9, ignored: 0, facts: { issue_opened: [1, 0], issue_comment: [0, 1] } },
  release: { used: 13, ignored: 0, facts: { release_published: [0, 1] } },
  // These tell of repositories and of who shows them.
  repository: { used: 13, ignored: 0, facts: {} },
  public: { used: 3, ignored: 0, facts: {} },
  installation: { used: 7, ignored: 0, facts: {} },
  installation_repositories: { used: 3, ignored: 0, facts: {} },
}

/** These give nothing: they are kept as they came. */
const givingNothing = [
  ...[
    'branch_protection_rule',
    'check_run',
    'check_suite',
    'code_scanning_alert',
    'commit_comment',
    'create',
    'delete',
  ],
  ...['dependabot_alert', 'deploy_key', 'deployment', 'deployment_review', 'deployment_status', 'discussion'],
  ...['discussion_comment', 'fork', 'github_app_authorization', 'gollum', 'label', 'marketplace_purchase', 'member'],
  ...['membership', 'merge_group', 'meta', 'milestone', 'org_block', 'organization', 'package', 'page_build', 'ping'],
  ...['project', 'project_card', 'project_column', 'projects_v2_item', 'pull_request_review_thread'],
  ...['repository_dispatch', 'repository_import', 'repository_vulnerability_alert', 'security_advisory', 'sponsorship'],
  ...['star', 'status', 'team', 'team_add', 'watch', 'workflow_dispatch', 'workflow_job', 'workflow_run'],
]

/** What they say together. They are of one story, told in no order: what was taken back at any time stays so. */
const told: Omit<Row, 'by'>[] = [
  {
    ...{ kind: 'issue_comment', key: 'comment:492700400', at: '2019-05-15 15:20:21', state: 'removed' },
    text: "Comment on issue #1 by Codertocat: You are totally right! I'll get this fixed today.",
  },
  {
    ...{ kind: 'commit', key: 'commit:6113728f27ae82c7b1a177c8d03f9e96e0adf246', at: '2019-05-15 15:19:25', state: '' },
    text: '6113728 by Codertocat: Initial commit',
  },
  {
    ...{ kind: 'issue_closed', key: 'issue:1:closed:2021-07-05T18:07:10.000Z', at: '2021-07-05 18:07:10' },
    ...{ text: 'Issue #1 – Spelling error in the README file closed', state: 'removed' },
  },
  {
    ...{ kind: 'issue_opened', key: 'issue:1:opened', at: '2019-05-15 15:20:18', state: 'removed' },
    text: 'Issue #1 – Spelling error in the README file opened by Codertocat',
  },
  {
    ...{ kind: 'pr_closed', key: 'pr:2:closed:2019-05-15T15:21:18.000Z', at: '2019-05-15 15:21:18', state: '' },
    text: 'PR #2 – Update the README with new information. closed by Codertocat (+1, -1, 1 file)',
  },
  {
    ...{ kind: 'pr_opened', key: 'pr:2:opened', at: '2019-05-15 15:20:33', state: '' },
    text: 'PR #2 – Update the README with new information. opened by Codertocat (+1, -1, 1 file)',
  },
  {
    ...{ kind: 'release_published', key: 'release:17372790', at: '2019-05-15 15:20:53', state: 'removed' },
    text: 'Release 0.0.1 published by Codertocat',
  },
  {
    ...{ kind: 'review_comment', key: 'review-comment:284312630', at: '2019-05-15 15:20:37', state: 'removed' },
    text: 'Review comment on PR #2 on README.md by Codertocat: Maybe you should use more emoji on this line.',
  },
  {
    ...{ kind: 'review_submitted', key: 'review:237895671', at: '2019-05-15 15:20:38', state: '' },
    text: 'Review on PR #2 by Codertocat [dismissed]',
  },
  {
    ...{ kind: 'issue_opened', key: 'issue:1:opened', at: '2019-10-25 22:45:54', state: 'removed' },
    text: 'Issue #1 – Update package.json opened by octo-org',
  },
]

/** Lets deliveries be applied anew; of one kind, or all. */
async function applyAgain(kind: string | null = null): Promise<void> {
  const due = await world.database.run<{ id: string }>(
    `update webhooks set status = 'received', attempts = 0, next_attempt_at = now()
      where $1::text is null or event_type = $1 returning id`,
    [kind],
  )
  await world.deps.db.transaction(tx => world.deps.jobs.enqueue(tx, webhookQueue, { id: due[0]?.id ?? '' }))
  await world.runJobs()
}

test('every payload that GitHub publishes is taken, kept and applied, twice with the same end', async () => {
  expect(all).toHaveLength(329)
  expect(kinds).toHaveLength(58)
  expect(kinds.map(({ name }) => name).sort()).toEqual([...Object.keys(table), ...givingNothing].sort())
  for (const [index, { name, example }] of all.entries()) {
    expect(await post(name, example, `d-${index}`), `${name} ${example.action}`).toBe(202)
  }
  await world.runJobs()
  const kept = await world.database.run<{ name: string; done: number; ignored: number; other: number }>(
    `select event_type as name, count(*) filter (where status = 'done')::int as done,
        count(*) filter (where status = 'ignored')::int as ignored,
        count(*) filter (where status not in ('done', 'ignored') or length(body) = 0)::int as other
      from webhooks group by event_type`,
  )
  const expected = kinds.map(({ name, examples }) => {
    const { used: done, ignored } = table[name] ?? { used: 0, ignored: examples.length }
    return { name, done, ignored, other: 0 }
  })
  const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1)
  expect(kept.sort(byName)).toEqual(expected.sort(byName))
  const first = await facts()
  expect(first).toMatchObject(told)
  expect(first).toHaveLength(told.length)

  await applyAgain()
  expect(await facts()).toEqual(first)
})

test('each kind gives the facts that the table says, by itself', async () => {
  const given: Record<string, Facts> = {}
  const before = await facts()
  for (const kind of Object.keys(table)) {
    await world.database.run('delete from activity')
    await applyAgain(kind)
    const rows = await world.database.run<{ kind: ActivityKind; stand: number; gone: number }>(
      `select kind, count(*) filter (where removed_at is null)::int as stand, count(removed_at)::int as gone
        from activity where superseded_at is null group by 1`,
    )
    given[kind] = Object.fromEntries(rows.map(row => [row.kind, [row.stand, row.gone]]))
  }
  expect(given).toEqual(Object.fromEntries(Object.entries(table).map(([kind, { facts: told }]) => [kind, told])))
  await world.database.run('delete from activity')
  await applyAgain()
  expect(await facts()).toEqual(before)
})

test('what it says of people, repositories and installations is known too', async () => {
  expect(await world.database.run('select key, login, name, email, kind from git_actors order by 1')).toEqual([
    { key: 'github:21031067', login: 'Codertocat', name: 'Codertocat', email: null, kind: 'user' },
    { key: 'github:6811672', login: 'octo-org', name: null, email: null, kind: 'organization' },
  ])
  expect(
    await world.database.run(
      `select r.full_name, i.id is not null as shown, r.removed_at from repositories r
        left join installations i on i.id = r.installation_id order by 1`,
    ),
  ).toEqual([
    { full_name: 'Codertocat/Hello-World', shown: true, removed_at: null },
    { full_name: 'Codertocat/Space', shown: true, removed_at: null },
    { full_name: 'Octocoders/Hello-World', shown: true, removed_at: null },
    { full_name: 'octo-org/octo-repo', shown: false, removed_at: null },
  ])
  expect(
    await world.database.run('select installation_id::int as id, account_login, status from installations order by 1'),
  ).toEqual([
    { id: 1, account_login: 'Codertocat', status: 'active' },
    { id: 2, account_login: 'octocat', status: 'removed' },
    { id: 957_387, account_login: 'Codertocat', status: 'active' },
    { id: 16_598_467, account_login: 'Codertocat', status: 'active' },
  ])
  expect(
    await world.database.run('select number, title, state, changed_files, merged_at from pull_requests'),
  ).toMatchObject([{ number: 2, title: 'Update the README with new information.', changed_files: 1, merged_at: null }])
})
