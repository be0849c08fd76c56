import { getCounts, getWorkspace, removeSample } from '@quarterdeck/core/operations'
import { listConversations, listMessages } from '@quarterdeck/core/support'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { ingest, listEvents } from '@quarterdeck/core/tracking'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSampleConversations } from './conversations.ts'

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())

test('sample conversations are the product’s own, one escalated and one rated, told to nobody, and go with the rest', async () => {
  const { deps } = world
  const scope = await world.makeWorkspace()
  const staff = await world.makePerson(scope, 'agent')
  const events = ['u-1', 'u-2', 'u-3'].map(userId => ({
    ...{ id: crypto.randomUUID(), name: 'identify', visitId: userId, userId, timestamp: Date.now() },
    properties: { name: userId },
  }))
  await ingest(deps, scope, { spelling: 'events', events }, { source: 'sample' })
  await makeSampleConversations(deps, scope)
  const { items } = await listConversations(deps, scope, { limit: 50 })
  expect(items.map(({ status, csat }) => [status, csat?.score]).sort()).toEqual([
    ['active', undefined],
    ['escalated', undefined],
    ['resolved', 5],
  ])
  const waiting = items.find(({ status }) => status === 'escalated')
  const said = await listMessages(deps, scope, { conversationId: waiting?.id ?? '', limit: 50 })
  expect(said.items.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'system'])
  const mails = await world.database.run('select id from outgoing_emails where workspace_id = $1', [scope.workspaceId])
  expect([staff === '', mails]).toEqual([false, []])
  expect(await getCounts(deps, scope)).toMatchObject({ openEscalations: 1, unansweredQuestions: 0 })
  const milestones = await listEvents(deps, scope, { limit: 50, search: 'conversation_' })
  expect(milestones.items.map(({ name }) => name).sort()).toEqual([
    ...['conversation_escalated', 'conversation_opened', 'conversation_opened', 'conversation_opened'],
    ...['conversation_rated', 'conversation_resolved'],
  ])
  expect((await getWorkspace(deps, scope)).sample).toMatchObject({ present: true, conversations: 3, people: 3 })
  expect(await removeSample(deps, scope)).toMatchObject({ conversations: 3, people: 3, events: 9 })
  expect((await getWorkspace(deps, scope)).sample).toMatchObject({ present: false, conversations: 0 })
  expect((await listConversations(deps, scope, { limit: 50 })).items).toEqual([])
})
