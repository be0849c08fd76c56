import { createHmac, randomUUID } from 'node:crypto'
import { makeCommits, makePulls, openHistoryServer } from '@quarterdeck/core/testing/outside'
import { inspect } from '../faults.ts'
import { expect, signIn, test } from '../fixtures.ts'
import { startServer } from '../server.ts'

const secret = 'a-secret-of-the-github-app'

const mei = { id: 71, login: 'mei', type: 'User', avatar_url: 'https://avatars.example/71' }
const sara = { id: 72, login: 'sara', type: 'User', avatar_url: 'https://avatars.example/72' }
const repository = {
  ...{ id: 501, node_id: 'R_501', name: 'shop', full_name: 'acme/shop', private: true, fork: false, archived: false },
  ...{
    html_url: 'https://github.com/acme/shop',
    description: 'The shop',
    language: 'TypeScript',
    default_branch: 'main',
  },
  owner: { id: 70, login: 'acme', type: 'Organization' },
}
const installation = { id: 34 }

/** Hours ago, as GitHub writes a moment. */
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z')

/** Tells a server what GitHub tells, signed. */
async function deliver(url: string, event: string, payload: object): Promise<void> {
  const body = JSON.stringify({ installation, repository, ...payload })
  const headers = {
    ...{ 'content-type': 'application/json', 'x-github-event': event, 'x-github-delivery': randomUUID() },
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
  const answer = await fetch(`${url}/webhooks/github`, { method: 'POST', body, headers })
  expect(answer.status, await answer.text()).toBe(202)
}

function pull(number: number, title: string, more: object = {}) {
  return {
    ...{ id: 4_000 + number, number, title, state: 'open', draft: false, user: mei, merged_by: null },
    ...{ html_url: `${repository.html_url}/pull/${number}`, created_at: ago(4), updated_at: ago(4) },
    ...{ closed_at: null, merged_at: null, merged: false, additions: 40, deletions: 2, changed_files: 3 },
    ...{ head: { ref: 'codes', label: 'acme:codes', repo: repository }, base: { ref: 'main', repo: repository } },
    ...more,
  }
}

function push(messages: readonly string[]) {
  const commits = messages.map((message, index) => ({
    ...{
      id: `${index}${randomUUID().replaceAll('-', '')}0000000`,
      message,
      timestamp: ago(5),
      distinct: true,
    },
    url: `${repository.html_url}/commit/${index}`,
    author: { name: 'Mei Tanaka', email: 'mei@acme.example', username: 'mei' },
    committer: { name: 'Mei Tanaka', email: 'mei@acme.example', username: 'mei' },
    ...{ added: [], removed: [], modified: ['code.ts'] },
  }))
  return {
    ref: 'refs/heads/codes',
    before: 'a'.repeat(40),
    after: 'b'.repeat(40),
    commits,
    sender: mei,
    deleted: false,
  }
}

test('what GitHub tells is on screen at once, is found, counted, and leads to whoever did it', async ({ page }) => {
  test.setTimeout(120_000)
  // Its list of repositories is had, and then no more.
  let left = Number.POSITIVE_INFINITY
  const commits = makeCommits(12, new Date(Date.now() - 20 * 3_600_000))
  const known = { ghId: 502, fullName: 'acme/history', commits, pulls: makePulls(commits.slice(0, 4)) }
  const github = await openHistoryServer({
    repositories: [known, { ghId: repository.id, fullName: repository.full_name, commits: [], pulls: [] }],
    now: () => new Date(),
    spoilt: () => (left-- > 0 ? null : 'secondary'),
  })
  const settings = { GITHUB_API_URL: github.url, GITHUB_TOKEN: 'ghp_secret', GITHUB_WEBHOOK_SECRET: secret }
  const server = await startServer({ settings })
  const { url } = server
  const main = page.getByRole('main')
  try {
    await signIn(page, url)

    await test.step('without an installation, the page says how to make one', async () => {
      await page.goto(`${url}/admin/repositories`)
      await main.getByRole('link', { name: 'Connect GitHub' }).click()
      await expect(main.getByText('Register a GitHub App')).toBeVisible()
      await expect(main.getByText(`${url}/webhooks/github`)).toBeVisible()
      await inspect(page)
    })

    await test.step('facts arrive on the open page', async () => {
      await page.goto(`${url}/admin/activity`)
      await expect(main.getByText('No activity yet')).toBeVisible()
      await deliver(url, 'push', push(['Send codes by SMS', 'Refuse codes that are old']))
      await expect(main.getByRole('link', { name: /Send codes by SMS/ })).toBeVisible()
      await deliver(url, 'pull_request', {
        action: 'opened',
        number: 7,
        pull_request: pull(7, 'Codes by SMS'),
        sender: mei,
      })
      await deliver(url, 'pull_request_review', {
        ...{ action: 'submitted', pull_request: pull(7, 'Codes by SMS'), sender: sara },
        review: {
          ...{ id: 31, user: sara, body: 'Well done', state: 'approved', submitted_at: ago(2) },
          html_url: `${repository.html_url}/pull/7#pullrequestreview-31`,
        },
      })
      const merged = {
        state: 'closed',
        merged: true,
        merged_by: sara,
        merged_at: ago(1),
        closed_at: ago(1),
        updated_at: ago(1),
      }
      const done = pull(7, 'Codes by SMS', merged)
      await deliver(url, 'pull_request', { action: 'closed', number: 7, pull_request: done, sender: sara })
      await expect(main.getByRole('row').filter({ hasText: 'Pull request merged' })).toContainText('sara')
    })

    await test.step('they are found by words and numbers, narrowed, and read by keyboard', async () => {
      await main.getByRole('button', { name: 'Search', exact: true }).click()
      await page.getByRole('textbox', { name: 'Search' }).fill('refuse codes')
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/q=refuse/)
      await expect(main.getByRole('link', { name: /Refuse codes that are old/ })).toBeVisible()
      await page.goto(`${url}/admin/activity?q=%237&kind=review_submitted`)
      await expect(main.getByRole('row')).toHaveCount(2)
      await page.keyboard.press('j')
      const panel = page.getByRole('complementary', { name: 'What is chosen' })
      await expect(panel.getByText(/Well done/)).toBeVisible()
      await expect(panel.getByRole('link', { name: 'Open on GitHub' })).toHaveAttribute('href', /pullrequestreview-31$/)
      await inspect(page)
      await page.keyboard.press('Escape')
      await expect(panel).toBeHidden()
    })

    await test.step('a repository: figures, who did what, and from a number to its facts', async () => {
      await page.goto(`${url}/admin/repositories`)
      await main.getByRole('link', { name: 'acme/shop' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'acme/shop' })).toBeVisible()
      const figure = (name: string) =>
        main.locator('dl > div').filter({ has: page.getByRole('button', { name, exact: true }) })
      await expect(figure('Commits').locator('dd').first()).toHaveText('2')
      await expect(figure('Contributors').locator('dd').first()).toHaveText('2')
      await expect(figure('Cycle time').locator('dd').first()).toHaveText(/^[34]\u00a0h/)
      const who = main.getByRole('region', { name: 'Who did what' })
      await expect(who.getByRole('row').filter({ hasText: 'sara' })).toBeVisible()
      await inspect(page)
      await who.getByRole('link', { name: '2 Commits by mei' }).click()
      await expect(page).toHaveURL(/kind=commit/)
      await expect(main.getByRole('row')).toHaveCount(3)
    })

    await test.step('a contributor is linked to a person', async () => {
      await page.goto(`${url}/admin/contributors`)
      await main.getByRole('button', { name: 'Link to a person: mei' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('combobox', { name: 'Person' }).click()
      await page.getByRole('option', { name: /owner@example/ }).click()
      await dialog.getByRole('button', { name: 'Link', exact: true }).click()
      await expect(dialog).toBeHidden()
      await expect(main.getByRole('button', { name: 'Change who mei is' })).toBeVisible()
      await inspect(page)
      await main.getByRole('link', { name: 'mei', exact: true }).click()
      await expect(main.getByRole('region', { name: 'By repository' })).toContainText('acme/shop')
      await inspect(page)
    })

    await test.step('an installation appears, and its history is fetched; by hand too, until GitHub wants a pause', async () => {
      await page.goto(`${url}/admin/sync`)
      await deliver(url, 'installation', {
        action: 'created',
        installation: {
          ...{ id: installation.id, account: { id: 70, login: 'acme', type: 'Organization' }, suspended_at: null },
          ...{ repository_selection: 'selected', target_type: 'Organization', app_id: 1 },
        },
        repositories: [{ id: 502, node_id: 'R_502', name: 'history', full_name: 'acme/history', private: true }],
        sender: mei,
      })
      const card = main.getByRole('region', { name: 'acme', exact: true })
      const syncs = main.getByRole('region', { name: 'Syncs' })
      await expect(card.getByText('Up to date')).toBeVisible({ timeout: 30_000 })
      await expect(syncs.getByRole('row').filter({ hasText: 'Installed' })).toContainText('Completed')
      await syncs.getByRole('link').first().click()
      const jobs = main.getByRole('table', { name: 'Repositories of the sync' })
      await expect(jobs.getByRole('row').filter({ hasText: 'acme/history' })).toContainText('Completed')
      left = 1
      await card.getByRole('button', { name: 'Sync now' }).click()
      await expect(card.getByText(/\. It goes on by itself in \d+/)).toBeVisible()
      await inspect(page)
      await card.getByRole('button', { name: 'Stop' }).click()
      await expect(syncs.getByRole('row').filter({ hasText: 'By hand' })).toContainText('Failed')
    })
  } finally {
    await server.stop()
    await github.close()
  }
})
