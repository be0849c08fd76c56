import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openDatabase } from '@quarterdeck/db'
import { freePort, testEngine, testServerUrl } from '@quarterdeck/db/testing'
import { describe, expect, test } from 'vitest'
import { makeDataPlace } from './testing/data-place.ts'
import { event, send } from './testing/events.ts'
import { openLiveStream } from './testing/live-stream.ts'
import { runFile, type ServerProcess, startProcess } from './testing/process.ts'
import { owner } from './testing/server.ts'

const slow = 120_000
const sign = (url: string, password: string) =>
  fetch(`${url}/trpc/auth.signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: owner.email, password }),
  })
const portal = async ({ url }: ServerProcess) => (await fetch(`${url}/portal.json`)).json()
const lineOf = (server: ServerProcess, name: string) => new RegExp(`${name} +(\\S+)`).exec(server.output())?.[1] ?? ''
const port = async () => ({ PORT: String(await freePort()) })
const embedded = testEngine() === 'pglite'

test(
  'the first start makes a workspace, and the second finds it as it was',
  async () => {
    await using place = await makeDataPlace(true)
    // Nothing is set but the e-mail: the password and the key are made up.
    const env = { ...place.env, QUARTERDECK_OWNER_PASSWORD: '', QUARTERDECK_WRITE_KEY: '' }
    const first = await startProcess({ ...env, ...(await port()) })
    const password = lineOf(first, 'Password')
    const key = lineOf(first, 'Write key')
    const facts = await portal(first)
    expect([password.length > 20, key]).toEqual([true, expect.stringMatching(/^qd_/)])
    expect(facts).toMatchObject({ writeKey: key })
    expect((await sign(first.url, password)).status).toBe(200)
    if (embedded) expect((await stat(join(place.folder, 'first-sign-in.txt'))).mode & 0o777).toBe(0o600)
    expect(await first.kill('SIGTERM')).toMatchObject({ code: 0 })

    const second = await startProcess({ ...env, ...(await port()) })
    expect(await portal(second)).toEqual(facts)
    expect(second.output()).not.toContain(password)
    expect([lineOf(second, 'Write key'), lineOf(second, 'E-mail')]).toEqual([key, owner.email])
    expect((await sign(second.url, password)).status).toBe(200)
    expect(await second.kill('SIGINT')).toMatchObject({ code: 0 })
    expect(await place.look(database => database.run('select count(*)::int as n from workspaces'))).toEqual([{ n: 1 }])
  },
  slow,
)

test(
  'a signal ends it with live streams open and events on their way, and none that were acknowledged are lost',
  async () => {
    await using place = await makeDataPlace()
    const server = await startProcess({ ...place.env, ...(await port()) })
    const [cookie = ''] = (await sign(server.url, owner.password)).headers.getSetCookie()
    const stream = await openLiveStream(server.url, { cookie: cookie.split(';')[0] ?? '' })
    await expect.poll(() => stream.messages[0]?.type).toBe('ready')
    const batches = Array.from({ length: 20 }, () => Array.from({ length: 200 }, () => event()))
    const answers = batches.map(events => send(server, { events }).catch(() => null))
    await answers[0]
    expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 })
    await stream.ended
    const rows = await place.look(database => database.run<{ id: string }>('select id from events'))
    const stored = new Set(rows.map(({ id }) => id))
    for (const [index, answer] of (await Promise.all(answers)).entries()) {
      if (answer?.status === 200) expect(batches[index]?.filter(({ id }) => !stored.has(id))).toEqual([])
    }
  },
  slow,
)

describe('a start that cannot be', () => {
  test('for a Postgres that is not there says so in a line without the password', async () => {
    const env = { ...(await port()), DATABASE_URL: `postgres://desk:geheim@127.0.0.1:${await freePort()}/desk` }
    const { code, output } = await runFile('main.ts', [], env).ended
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^Postgres at \S+ cannot be reached \(ECONNREFUSED\).*\n$/),
    ])
    expect(output).not.toContain('geheim')
  })

  test('for wrong settings names them all and nothing else', async () => {
    const env = { PORT: 'x', QUARTERDECK_ROLE: 'y', LOG_LEVEL: 'z' }
    const { code, output } = await runFile('main.ts', [], env).ended
    expect([code, output.trim().split('\n').length]).toEqual([1, 4])
    for (const name of Object.keys(env)) expect(output).toContain(`  ${name} must`)
  })

  test(
    'for a port that is taken says so before it makes anything, and hinders nothing',
    async () => {
      await using place = await makeDataPlace()
      const env = { ...place.env, ...(await port()) }
      const holder = createServer().listen(Number(env.PORT), '127.0.0.1')
      await once(holder, 'listening')
      const { code, output } = await runFile('main.ts', [], env).ended
      expect([code, output]).toEqual([
        1,
        `Port ${env.PORT} is taken at 127.0.0.1: stop what listens there, or set PORT\n`,
      ])
      expect(await readdir(place.folder)).toEqual(embedded ? ['postgres'] : [])
      holder.close()
      await once(holder, 'close')
      const next = await startProcess(env)
      expect((await next.kill('SIGTERM')).code).toBe(0)
    },
    slow,
  )
})

if (embedded) {
  test(
    'of two that start at once on one folder, one serves and the other says why it does not',
    async () => {
      await using place = await makeDataPlace()
      const ports = await Promise.all([port(), port()])
      const starts = await Promise.allSettled(ports.map(env => startProcess({ ...place.env, ...env })))
      const serving = starts.flatMap(start => (start.status === 'fulfilled' ? [start.value] : []))
      const refused = starts.flatMap(start => (start.status === 'rejected' ? [String(start.reason)] : []))
      for (const server of serving) await server.kill('SIGTERM')
      expect([serving.length, refused]).toEqual([1, [expect.stringContaining('Another server')]])
    },
    slow,
  )
} else {
  test(
    'of three that start at once on an empty database, all serve one workspace',
    async () => {
      const name = `test_empty_${crypto.randomUUID().replaceAll('-', '')}`
      const admin = await openDatabase({ url: testServerUrl(), dataDir: '', connections: 1 })
      await admin.script(`create database ${name}`)
      const url = new URL(testServerUrl())
      url.pathname = `/${name}`
      const ports = await Promise.all([port(), port(), port()])
      const servers = await Promise.all(ports.map(env => startProcess({ DATABASE_URL: url.href, ...env })))
      const facts = await Promise.all(servers.map(portal))
      const newPasswords = servers.filter(({ output }) => output().includes('as set in QUARTERDECK_OWNER_PASSWORD'))
      await Promise.all(servers.map(server => server.kill('SIGTERM')))
      await admin.script(`drop database ${name} with (force)`)
      await admin.close()
      expect(facts[1]).toEqual(facts[0])
      expect(facts[2]).toEqual(facts[0])
      expect(newPasswords).toHaveLength(1)
    },
    slow,
  )
}
