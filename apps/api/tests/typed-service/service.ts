import { createClient, TRPCClientError } from '@quarterdeck/sdk/client'

// A service of somebody else's: it has the published package, and nothing of the workspace.
const { QUARTERDECK_URL: url = '', READ_KEY = '', WRITE_KEY = '' } = process.env
const reader = createClient({ url, apiKey: READ_KEY })
const writer = createClient({ url, apiKey: WRITE_KEY })

const made = await writer.funnels.create.mutate({
  name: 'From outside',
  steps: [
    { name: 'Open', match: { event: 'opened' } },
    { name: 'Pay', match: { event: 'paid' } },
  ],
})
const id: string = made.id
const [{ items }, report] = await Promise.all([
  reader.funnels.list.query(),
  reader.funnels.report.query({ id, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }),
])
const rates: (number | null)[] = report.steps.map(step => step.conversionFromFirst)

const codeOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'OK',
    error => (error instanceof TRPCClientError ? error.data.code : String(error)),
  )
const refused = await codeOf(reader.funnels.remove.mutate({ id }))

/** Never called: what must not compile. */
export async function wrong() {
  // @ts-expect-error no such router
  await reader.funels.list.query()
  // @ts-expect-error no such procedure
  await reader.funnels.all.query()
  // @ts-expect-error a query is not a mutation
  await reader.funnels.list.mutate()
  // @ts-expect-error an id is text
  await reader.funnels.get.query({ id: 1 })
  // @ts-expect-error unknown fields are refused
  await reader.funnels.get.query({ id, more: true })
  // @ts-expect-error no such field in the answer
  return (await reader.funnels.get.query({ id })).titel
}

process.stdout.write(JSON.stringify({ names: items.map(({ name }) => name), steps: rates.length, refused }))
