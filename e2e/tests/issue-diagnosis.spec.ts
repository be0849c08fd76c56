import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, signIn, test } from '../fixtures.ts'
import { startServer } from '../server.ts'
import { sendVisits } from '../visits.ts'

const hour = 3_600_000

/** A model that blames the first error it is told of, cites that, and makes one claim up. */
async function startModel() {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { messages } = JSON.parse(Buffer.concat(chunks).toString())
    const { facts }: { facts: { id: string; kind: string }[] } = JSON.parse(messages[1].content)
    const error = facts.find(({ kind }) => kind === 'error')
    const answer = {
      ...{
        root_cause: 'The bank refuses cards.',
        explanation: 'Payments fail.',
        confidence: 70,
        actions: ['Call it.'],
      },
      claims: [
        { text: 'Failed visits report a refusal.', evidence: [error?.id] },
        { text: 'It is the weather.', evidence: ['e99'] },
      ],
    }
    const message = { role: 'assistant', content: JSON.stringify(answer), refusal: null }
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-4.1-2025-04-14' },
        choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1_500, completion_tokens: 125, total_tokens: 1_625 },
      }),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Listening on TCP, so the address is an object.
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1`, stop: () => server.close() }
}

test('an issue is explained from evidence, and its fix is measured, on one open page', async ({ page }) => {
  test.slow()
  const model = await startModel()
  const server = await startServer({ settings: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url } })
  try {
    await signIn(page, server.url)
    const steps = ['cart_opened', 'paid'].map(event => ({ name: event, match: { event } }))
    const made = await page.request.post(`${server.url}/trpc/funnels.create`, {
      ...{ data: { name: 'Checkout', steps }, headers: { origin: server.url } },
    })
    expect(made.ok(), await made.text()).toBe(true)
    const now = Date.now()
    await sendVisits(server.url, 400, 320, now - 6 * 24 * hour, now - 2 * hour)
    await sendVisits(server.url, 160, 40, now - 0.9 * hour, now - 60_000)
    await page.goto(`${server.url}/admin/issues`)
    await page.getByRole('button', { name: 'Scan now' }).click()
    await page
      .getByText(/cart_opened → paid fell to 25/)
      .first()
      .click()

    await test.step('the diagnosis appears, with what it rests on and what it took', async () => {
      const diagnosis = page.getByRole('region', { name: 'Diagnosis' })
      await expect(diagnosis.getByText('The bank refuses cards.')).toBeVisible({ timeout: 30_000 })
      await expect(diagnosis.getByText(/gpt-4\.1-2025-04-14 · .* · \$0\.004$/)).toBeVisible()
      await expect(diagnosis.getByRole('link', { name: '1', exact: true })).toBeVisible()
      await expect(diagnosis.getByText(/120 report the error “card: refused by the bank”/)).toBeVisible()
      await expect(diagnosis.getByText('It is the weather.')).toBeHidden()
      const evidence = page.getByRole('region', { name: 'Evidence' })
      await expect(evidence.getByText('card: refused by the bank')).toBeVisible()
      await expect(page.getByRole('region', { name: 'Example visits' }).getByRole('link').first()).toHaveText(
        'cart_opened → error',
      )
    })

    await test.step('it is fixed, measured and verified', async () => {
      await page.keyboard.press('s')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('radio', { name: 'Mark fixed' }).check()
      await dialog.getByRole('button', { name: 'Mark fixed' }).click()
      const fix = page.getByRole('region', { name: 'Since the fix' })
      await expect(fix.getByText('Not measured yet')).toBeVisible()
      const fixedAt = Date.now()
      await page.waitForTimeout(4_000)
      await sendVisits(server.url, 120, 96, fixedAt, fixedAt + 1_500)
      await fix.getByRole('button', { name: 'Measure now' }).click()
      await expect(fix.getByText('80.0 %')).toBeVisible()
      await expect(fix.getByText('120 visits')).toBeVisible()
      await expect(page.getByText('Verified').first()).toBeVisible()
    })
  } finally {
    await server.stop()
    model.stop()
  }
})
