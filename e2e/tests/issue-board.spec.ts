import { randomUUID } from 'node:crypto'
import { ask, expect, test } from '../fixtures.ts'

/** Calls a mutation of the router as the page's signed-in person. */
async function tell(page: import('@playwright/test').Page, url: string, procedure: string, input: object) {
  const response = await page.request.post(`${url}/trpc/${procedure}`, { data: input, headers: { origin: url } })
  expect(response.ok(), await response.text()).toBe(true)
  return (await response.json()).result.data
}

test('issues stand on a board, move by dragging and by keys, and fill a table', async ({
  consolePage: page,
  server,
}) => {
  const steps = ['opened', 'paid', 'shipped'].map(name => ({ name, match: { event: name } }))
  const funnel = await tell(page, server.url, 'funnels.create', { name: `Orders ${randomUUID()}`, steps })
  for (const step of ['opened', 'paid'])
    await tell(page, server.url, 'issues.create', { title: `Odd at ${step}`, funnelId: funnel.id, step })

  await page.goto(`${server.url}/admin/issues?view=board&funnel=${funnel.id}`)
  const column = (name: string) => page.getByRole('region', { name, exact: true })
  await expect(column('Open').getByRole('heading')).toHaveText('Open 2')

  await test.step('a card is dragged to where it may go, and not elsewhere', async () => {
    const card = column('Open').getByText('Odd at paid')
    await card.dragTo(column('Fixing'))
    await expect(column('Fixing').getByText('Odd at paid')).toBeVisible()
    await expect(column('Open').getByRole('heading')).toHaveText('Open 1')
    await column('Fixing').getByText('Odd at paid').dragTo(column('Measuring'))
    await expect(column('Measuring').getByText('Odd at paid')).toBeHidden()
    await expect(column('Fixing').getByText('Odd at paid')).toBeVisible()
  })

  await test.step('j chooses, a takes on, s moves, Escape closes', async () => {
    await page.keyboard.press('j')
    await expect(page.getByRole('heading', { name: 'Odd at opened' })).toBeVisible()
    await page.keyboard.press('a')
    await expect(page.getByRole('button', { name: 'Let go' })).toBeVisible()
    await page.keyboard.press('s')
    await page.getByRole('dialog').getByRole('radio', { name: 'Start fixing' }).check()
    await page.getByRole('dialog').getByRole('button', { name: 'Start fixing' }).click()
    await expect(column('Fixing').getByRole('heading')).toHaveText('Fixing 2')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('heading', { name: 'Odd at opened' })).toBeHidden()
  })

  await test.step('the table holds the same, and whose they are', async () => {
    await page.getByText('Table', { exact: true }).click()
    const rows = page.getByRole('table', { name: 'Issues, latest first' }).getByRole('row')
    await expect(rows).toHaveCount(3)
    await page.goto(`${server.url}/admin/issues?view=table&of=me&funnel=${funnel.id}`)
    await expect(rows).toHaveCount(2)
    await expect(rows.last()).toContainText('Odd at opened')
  })

  const { items } = (await ask(page, server.url, 'issues.counts', { funnelId: funnel.id })) as {
    items: { status: string; issues: number }[]
  }
  expect(items.find(({ status }) => status === 'fixing')?.issues).toBe(2)
})

test('the detection form follows another admin, and keeps what is not saved yet', async ({
  consolePage: page,
  server,
}) => {
  await page.goto(`${server.url}/admin/settings`)
  const form = page.getByRole('region', { name: 'Detection' })
  const minutes = form.getByLabel('Minutes from a fix to its measurement')
  await expect(form.getByRole('radio', { name: 'Default' })).toBeChecked()
  await tell(page, server.url, 'issues.updateSettings', { preset: 'aggressive', measureAfterMinutes: 90 })
  await expect(form.getByRole('radio', { name: 'Aggressive' })).toBeChecked()
  await expect(minutes).toHaveValue('90')
  await minutes.fill('45')
  await tell(page, server.url, 'issues.updateSettings', { preset: 'conservative', measureAfterMinutes: 120 })
  await expect(form.getByRole('radio', { name: 'Conservative' })).toBeChecked()
  await expect(minutes).toHaveValue('45')
  await form.getByRole('button', { name: 'Save detection' }).click()
  await expect(form.getByRole('button', { name: 'Save detection' })).toBeDisabled()
  expect(await ask(page, server.url, 'issues.settings', {})).toMatchObject({
    preset: 'conservative',
    measureAfterMinutes: 45,
  })
  await tell(page, server.url, 'issues.updateSettings', { preset: 'default', measureAfterMinutes: 60 })
  await expect(minutes).toHaveValue('60')
})
