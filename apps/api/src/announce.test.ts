import { expect, test } from 'vitest'
import { announcement } from './announce.ts'
import { readEnv } from './env.ts'

const env = readEnv({
  DATABASE_URL: 'postgres://host/db',
  QUARTERDECK_ROLE: 'worker',
  PUBLIC_URL: 'https://desk.example.com',
})
const made = {
  ...{ workspaceId: crypto.randomUUID(), workspaceName: 'First', ownerEmail: 'owner@example.com', isNew: true },
  ...{ newPassword: 'made-up-once', writeKey: 'qd_key' },
}

test('a worker that came first shows the password that nobody can show later', async () => {
  const text = await announcement(env, made, null)
  expect(text).toContain('The Quarterdeck worker runs jobs.')
  expect(text).toMatch(/owner@example\.com[\s\S]*made-up-once {3}\(shown this once\)/)
})

test('a worker that found everything says only what it is', async () => {
  const text = await announcement(env, { ...made, isNew: false, newPassword: null }, null)
  expect(text.trim()).toBe('The Quarterdeck worker runs jobs.')
})
