import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  createConversation,
  escalate,
  getWelcome,
  listMessages,
  setDuty,
  supportSettings,
  updateSupportSettings,
  updateSupportSettingsInput,
} from './index.ts'

let world: TestWorld
let scope: Scope
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  scope = await world.makeWorkspace()
})

const store = (settings: object) =>
  world.database.run('update workspaces set settings = $1::text::jsonb where id = $2', [
    JSON.stringify(settings),
    scope.workspaceId,
  ])

async function escalated() {
  const personId = await world.makePerson(scope, 'member')
  const { id } = await createConversation(world.deps, scope, {
    ...{ channel: 'web', priority: 'medium', metadata: {}, personId },
  })
  const conversation = await escalate(world.deps, scope, { id, reason: 'Asked', priority: 'high' })
  const { items } = await listMessages(world.deps, scope, { conversationId: id, limit: 5 })
  return { conversation, told: items.at(-1)?.content }
}

it('changes what is given, keeps the rest and what others keep, and writes both into the log', async () => {
  await store({ detection: { preset: 'classic' } })
  const before = await supportSettings(world.deps.db, scope)
  const after = await updateSupportSettings(world.deps, scope, {
    ...{ dueMinutes: { high: 5 }, budget: { dayTokens: 0 }, greeting: 'Ahoy' },
  })
  expect(after).toEqual({
    dueMinutes: { ...before.dueMinutes, high: 5 },
    budget: { ...before.budget, dayTokens: 0 },
    ...{ greeting: 'Ahoy', offline: null, unreadMinutes: 10 },
  })
  expect(await updateSupportSettings(world.deps, scope, { greeting: null })).toEqual({ ...after, greeting: null })
  expect(await supportSettings(world.deps.db, scope)).toEqual({ ...after, greeting: null })
  const [row] = await world.database.run<{ settings: object }>('select settings from workspaces where id = $1', [
    scope.workspaceId,
  ])
  expect(row?.settings).toMatchObject({ detection: { preset: 'classic' } })
  const logged = await world.database.run(
    `select before, after from audit_log where workspace_id = $1 and action = 'support.updateSettings' order by id`,
    [scope.workspaceId],
  )
  expect(logged[0]).toEqual({ before, after })
})

it('takes what is stored wrongly for the usual', async () => {
  const usual = await supportSettings(world.deps.db, scope)
  for (const support of [7, { dueMinutes: { high: -1 }, budget: 'much', greeting: 4, unreadMinutes: -1 }, {}]) {
    await store({ support })
    expect(await supportSettings(world.deps.db, scope)).toEqual(usual)
  }
  expect(updateSupportSettingsInput.safeParse({ dueMinutes: { high: 0 } }).success).toBe(false)
  expect(updateSupportSettingsInput.safeParse({ budget: { dayMicros: -1 } }).success).toBe(false)
})

it('has escalations due when it says, and tells customers its own words while nobody is on duty', async () => {
  await updateSupportSettings(world.deps, scope, { dueMinutes: { high: 7 }, offline: 'We are back on Monday' })
  expect(await getWelcome(world.deps, scope)).toEqual({ greeting: null, offline: 'We are back on Monday' })
  const alone = await escalated()
  expect(alone.told).toBe('We are back on Monday')
  const { openedAt = '', dueAt = '' } = alone.conversation.escalation ?? {}
  expect(Date.parse(dueAt) - Date.parse(openedAt)).toBe(7 * 60_000)
  await setDuty(world.deps, scope, { onDuty: true, personId: await world.makePerson(scope, 'agent') })
  expect(await getWelcome(world.deps, scope)).toEqual({ greeting: null, offline: null })
  expect((await escalated()).told).toMatch(/at the latest in 7 minutes\./)
})
