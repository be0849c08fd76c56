import { signUp } from '@quarterdeck/core/identity'
import { type Deps, emailJob, emailTries, sendEmail } from '@quarterdeck/core/kernel'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMailer } from './mailer.ts'
import { type SmtpServer, startSmtpServer } from './testing/smtp.ts'

let smtp: SmtpServer
let world: TestWorld
let workspaceId: string
let ids: string[] = []

beforeAll(async () => {
  smtp = await startSmtpServer()
  world = await createTestWorld({ mailer: createMailer(smtp.url, 'desk@example.com') })
  workspaceId = (await world.makeWorkspace()).workspaceId
})
beforeEach(() => {
  ids = []
  smtp.received.length = 0
  smtp.moods.length = 0
})
afterAll(async () => {
  await smtp[Symbol.asyncDispose]()
  await world.close()
})

/** Collects what is enqueued, so that tests run it as often as they like. */
const collecting = (): Deps => ({
  ...world.deps,
  jobs: { ...world.deps.jobs, enqueue: async (_tx, _job, input) => void ids.push(String(Reflect.get(input, 'id'))) },
})
async function write(text = 'Grüße\n.\nA line that begins with a dot', to = 'mei@example.com') {
  await world.deps.db.transaction(tx =>
    sendEmail(tx, collecting(), { workspaceId, to, subject: 'Hello', body: [{ kind: 'words', text }] }),
  )
  const id = ids.at(-1)
  if (!id) throw new Error('No job was enqueued')
  return id
}
async function run(id: string, deps = world.deps): Promise<void> {
  const module = await emailJob.load()
  await module.run(deps, { id })
}
async function rowOf(id: string) {
  const [row] = await world.database.run<{ status: string; attempts: number; last_error: string | null; text: string }>(
    'select status, attempts, last_error, text from outgoing_emails where id = $1',
    [id],
  )
  return row
}

describe('an e-mail', () => {
  test('is sent once, however often its job runs', async () => {
    const id = await write()
    await run(id)
    await run(id)
    expect(smtp.received).toHaveLength(1)
    expect(smtp.received[0]).toMatch(/^From: desk@example.com\r\nTo: mei@example.com\r\nSubject: Hello\r\n/)
    expect(smtp.received[0]).toContain(`<${id}@example.com>`)
    expect(await rowOf(id)).toMatchObject({ status: 'sent', attempts: 1 })
  })

  test.each(['421 Closing', '451 Try later', 'hang up'] as const)('is tried again after: %s', async mood => {
    smtp.moods.push(mood)
    const id = await write()
    await expect(run(id)).rejects.toThrow()
    expect(await rowOf(id)).toMatchObject({ status: 'waiting', attempts: 1, last_error: expect.any(String) })
    await run(id)
    expect(smtp.received).toHaveLength(1)
    expect(await rowOf(id)).toMatchObject({ status: 'sent', attempts: 2, last_error: null })
  })

  test('is given up at once when its mailbox does not exist', async () => {
    smtp.moods.push('550 No such mailbox')
    const id = await write()
    await run(id)
    await run(id)
    expect(await rowOf(id)).toMatchObject({ status: 'failed', attempts: 1, last_error: expect.stringContaining('550') })
    expect(smtp.received).toEqual([])
  })

  test('is given up after its last try', async () => {
    const id = await write()
    for (let tries = 1; tries < emailTries; tries++) {
      smtp.moods.push('451 Try later')
      await expect(run(id)).rejects.toThrow()
    }
    smtp.moods.push('451 Try later')
    await run(id)
    expect(await rowOf(id)).toMatchObject({ status: 'failed', attempts: emailTries })
  })

  test('waits without a mail server, and loses the secret of its link once it was sent', async () => {
    await signUp(
      world.deps,
      { requestId: 'test', ip: null, userAgent: null },
      { email: 'new@example.com', password: 'x'.repeat(10) },
    )
    const text = async () =>
      (
        await world.database.run<{ text: string }>(
          'select text || html as text from outgoing_emails where "to" = \'new@example.com\'',
        )
      )[0]?.text
    expect(await text()).toMatch(/verify-email\?token=[\w-]{20,}/)
    await world.runJobs()
    expect(await text()).toMatch(/verify-email\?token=…/)
    expect(await text()).not.toMatch(/token=[\w-]/)
    expect(smtp.received[0]).toMatch(/multipart\/alternative[\s\S]*text\/plain[\s\S]*text\/html/)
    // Quoted-printable folds long lines, and writes = as =3D.
    expect(smtp.received[0]?.replace(/=\r\n/g, '')).toMatch(/verify-email\?token=3D[\w-]{20,}/)
    const waiting = await write()
    await run(waiting, { ...world.deps, mailer: null })
    expect(await rowOf(waiting)).toMatchObject({ status: 'waiting', attempts: 0 })
  })

  test('cannot be turned into another by its address or subject', async () => {
    const id = await write('text', 'mei@example.com\r\nBcc: thief@example.com')
    await run(id).catch(() => {})
    expect(smtp.received.join()).not.toMatch(/^Bcc:/m)
  })
})
