import { signOut } from '@quarterdeck/core/identity'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { whileAllowed } from './streams.ts'
import { origin, signUpFresh } from './testing/world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld()
  await world.makeWorkspace()
})
afterAll(() => world.close())

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

it('ends soon after its caller signed out, and not before', async () => {
  const { token } = await signUpFresh(world.deps)
  const page = new AbortController()
  const signal = whileAllowed({ deps: world.deps, token, workspaceId: null, origin }, page.signal, 10)
  await pause(100)
  expect(signal.aborted).toBe(false)
  await signOut(world.deps, token)
  await aborted(signal)
  expect(page.signal.aborted).toBe(false)
})

it('ends with its page', async () => {
  const { token } = await signUpFresh(world.deps)
  const page = new AbortController()
  const signal = whileAllowed({ deps: world.deps, token, workspaceId: null, origin }, page.signal)
  page.abort()
  await aborted(signal)
})

it('ends for somebody who was taken out of the workspace', async () => {
  const { token, person } = await signUpFresh(world.deps)
  const signal = whileAllowed({ deps: world.deps, token, workspaceId: null, origin }, new AbortController().signal, 10)
  await world.database.run('delete from members where person_id = $1', [person.id])
  await aborted(signal)
})
