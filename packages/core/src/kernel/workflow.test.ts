import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import {
  cancelWorkflow,
  getWorkflow,
  listWorkflows,
  newId,
  requestWorkflow,
  retryWorkflow,
  runWorkflow,
  type Scope,
  type WorkflowRun,
} from './index.ts'
import { run as sweep } from './workflow-sweep-job.ts'

const shape = z.object({ n: z.int() })
const job = { name: 'test-flow', input: z.object({}) }
const rules = { retries: 2, delay: 1_000 }
const start = new Date('2026-03-01T10:00:00Z')

describe('a workflow', () => {
  let world: TestWorld
  let scope: Scope
  let request: { workspaceId: string; key: string; input: object }
  let did: string[]
  /** What was enqueued: the names, and when it is due in milliseconds from the start. */
  let enqueued: [string, number][]
  beforeAll(async () => {
    world = await createTestWorld()
    world.deps.jobs.enqueue = async (_tx, { name }, _input, { startAfter = start } = {}) => {
      enqueued.push([name, startAfter.getTime() - start.getTime()])
    }
    // By such timers runs say that they are alive: how quick the machine is must not decide when.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  })
  afterAll(() => {
    vi.useRealTimers()
    return world.close()
  })
  beforeEach(async () => {
    scope = await world.makeWorkspace()
    request = { workspaceId: scope.workspaceId, key: newId(), input: { a: 1 } }
    did = []
    enqueued = []
    world.setNow(start)
  })

  const three =
    (trouble: Partial<Record<'one' | 'two' | 'three', () => Promise<unknown>>> = {}) =>
    async ({ step, commit }: WorkflowRun) => {
      const one = await step('one', shape, async () => {
        did.push('one')
        await trouble.one?.()
        return { n: 1 }
      })
      const two = await step('two', shape, async () => {
        did.push('two')
        await trouble.two?.()
        return { n: one.n + 1 }
      })
      return commit('three', shape, async tx => {
        did.push('three')
        await tx.execute(`insert into counters (workspace_id, name, value)
          values ('${scope.workspaceId}', 'flow', 1) on conflict (workspace_id, name) do update set value = counters.value + 1`)
        await trouble.three?.()
        return { n: two.n + 1 }
      })
    }
  const go = (work = three(), more: object = {}) => runWorkflow(world.deps, job, request, { ...rules, ...more }, work)
  const counted = async () =>
    (await world.database.run<{ value: number }>(
      'select value::int from counters where workspace_id = $1 and name = $2',
      [scope.workspaceId, 'flow'],
    )) as { value: number }[]
  const look = async () => {
    const [found] = (await listWorkflows(world.deps, scope, { limit: 5 })).items
    return getWorkflow(world.deps, scope, { id: found?.id ?? '' })
  }
  const after = (milliseconds: number) => world.setNow(new Date(start.getTime() + milliseconds))
  const fails = async () => {
    throw new Error('It rains')
  }

  it('does its steps in order, keeps what came of each, and runs once', async () => {
    expect(await go()).toBe('completed')
    expect(await go()).toBe('elsewhere')
    expect(did).toEqual(['one', 'two', 'three'])
    expect(await counted()).toEqual([{ value: 1 }])
    expect(await look()).toMatchObject({
      ...{ name: 'test-flow', key: request.key, status: 'completed', retries: 0, error: null, input: { a: 1 } },
      output: { n: 3 },
      steps: [
        { name: 'one', position: 1, status: 'completed', result: { n: 1 }, attempts: 1 },
        { name: 'two', position: 2, status: 'completed', result: { n: 2 } },
        { name: 'three', position: 3, status: 'completed', result: { n: 3 } },
      ],
    })
  })

  it('is asked for once under one key, and not at all when the change that asks for it fails', async () => {
    const ask = () => world.deps.db.transaction(tx => requestWorkflow(tx, world.deps, job, request))
    expect([await ask(), await ask()]).toEqual([true, false])
    expect(enqueued).toEqual([['test-flow', 0]])
    expect(await look()).toMatchObject({ status: 'pending', startedAt: null })
    const other = { ...request, key: 'other' }
    const failing = world.deps.db.transaction(async tx => {
      await requestWorkflow(tx, world.deps, job, other)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect((await listWorkflows(world.deps, scope, { limit: 5 })).items).toHaveLength(1)
    expect(await go()).toBe('completed')
    expect(await look()).toMatchObject({ retries: 0 })
  })

  it('goes on after a failure where it was, later and later, and leaves nothing of a commit that failed', async () => {
    expect(await go(three({ three: fails }))).toBe('waiting')
    expect(await counted()).toEqual([])
    expect(await look()).toMatchObject({ status: 'pending', error: 'It rains', steps: [{}, {}, { status: 'failed' }] })
    expect(enqueued).toEqual([['test-flow', 1_000]])
    expect(await go()).toBe('elsewhere')
    after(1_000)
    expect(await go(three({ three: fails }))).toBe('waiting')
    expect(enqueued.at(-1)).toEqual(['test-flow', 3_000])
    after(3_000)
    expect(await go()).toBe('completed')
    expect(did).toEqual(['one', 'two', 'three', 'three', 'three'])
    expect(await counted()).toEqual([{ value: 1 }])
    const { retries, steps } = await look()
    expect(retries).toBe(2)
    expect(steps.map(({ attempts }) => attempts)).toEqual([1, 1, 3])
  })

  it('gives up when no try is left, and says so in the same transaction', async () => {
    const told: string[] = []
    const giveUp = async (_tx: unknown, _id: string, error: string) => void told.push(error)
    for (const at of [0, 1_000, 3_000]) {
      after(at)
      expect(await go(three({ two: fails }), { giveUp })).toBe(at === 3_000 ? 'failed' : 'waiting')
    }
    expect(told).toEqual(['It rains'])
    expect(await look()).toMatchObject({ status: 'failed', error: 'It rains', completedAt: expect.any(String) })
    after(100_000)
    expect(await go()).toBe('elsewhere')
  })

  it('is given up when every process dies of it', async () => {
    const told: string[] = []
    const giveUp = async (_tx: unknown, _id: string, error: string) => void told.push(error)
    const dies = () => new Promise<never>(() => {})
    for (const at of [0, 16_000, 32_000]) {
      after(at)
      void go(three({ two: dies }))
      await expect.poll(async () => (await look()).steps[1]?.attempts).toBe(at / 16_000 + 1)
    }
    after(48_000)
    expect(await go(three(), { giveUp })).toBe('failed')
    expect(told).toEqual(['It was begun too often and never came to an end'])
  })

  it('is taken over when its process fell silent, and the old run can keep nothing more', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const old = go(three({ two: () => promise }))
    await expect.poll(() => did).toEqual(['one', 'two'])
    expect(await go()).toBe('elsewhere')
    after(15_000)
    expect(await go()).toBe('completed')
    resolve()
    expect(await old).toBe('elsewhere')
    expect(did).toEqual(['one', 'two', 'two', 'three'])
    expect(await counted()).toEqual([{ value: 1 }])
  })

  it('is taken up by the sweep when its job is gone, but not while somebody works on it', async () => {
    await world.deps.db.transaction(tx => requestWorkflow(tx, world.deps, job, request))
    enqueued = []
    after(1_000)
    await sweep({ ...world.deps, clock: { now: () => new Date(start.getTime() - 60_000) } })
    expect(enqueued).toEqual([])
    await sweep(world.deps)
    expect(enqueued).toEqual([['test-flow', 0]])
    void go(three({ two: () => new Promise(() => {}) }))
    await expect.poll(() => did).toEqual(['one', 'two'])
    enqueued = []
    await sweep(world.deps)
    // A job for the moment at which its word is out of date: it does nothing when there was another word.
    expect(enqueued).toEqual([['test-flow', 16_500]])
  })

  it('stops when it is cancelled, and goes on when it is asked to again; both are audited', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const old = go(three({ two: () => promise }))
    await expect.poll(() => did).toEqual(['one', 'two'])
    const { id } = await look()
    await expect(retryWorkflow(world.deps, scope, { id })).rejects.toMatchObject({ kind: 'conflict' })
    expect(await cancelWorkflow(world.deps, scope, { id })).toMatchObject({ status: 'cancelled' })
    await expect(cancelWorkflow(world.deps, scope, { id })).rejects.toMatchObject({ kind: 'conflict' })
    resolve()
    expect(await old).toBe('elsewhere')
    expect(did).toEqual(['one', 'two'])
    expect(await go()).toBe('elsewhere')
    expect(await retryWorkflow(world.deps, scope, { id })).toMatchObject({
      ...{ status: 'pending', retries: 0 },
      steps: [{ name: 'one', status: 'completed' }],
    })
    expect(await go()).toBe('completed')
    expect(did).toEqual(['one', 'two', 'two', 'three'])
    const audited = await world.database.run('select action from audit_log where workspace_id = $1 order by at, id', [
      scope.workspaceId,
    ])
    expect(audited).toEqual([{ action: 'workflows.cancel' }, { action: 'workflows.retry' }])
  })

  it('is nobody else’s', async () => {
    await go()
    const { id } = await look()
    const stranger = await world.makeWorkspace()
    expect((await listWorkflows(world.deps, stranger, { limit: 5 })).items).toEqual([])
    for (const verb of [getWorkflow, cancelWorkflow, retryWorkflow]) {
      await expect(verb(world.deps, stranger, { id })).rejects.toMatchObject({ kind: 'not_found' })
    }
  })

  it('says that it is alive while a step takes long', async () => {
    const isHeldFor = async () => {
      const [row] = await world.database.run<{ ms: number }>(
        'select (extract(epoch from lease_until) * 1000)::float8 as ms from workflows where key = $1',
        [request.key],
      )
      return (row?.ms ?? 0) - start.getTime()
    }
    const end = Promise.withResolvers<void>()
    const slow = go(three({ two: () => end.promise }))
    await expect.poll(() => did).toEqual(['one', 'two'])
    after(10_000)
    vi.advanceTimersByTime(4_000)
    await expect.poll(isHeldFor).toBe(25_000)
    after(16_000)
    expect(await go()).toBe('elsewhere')
    end.resolve()
    expect(await slow).toBe('completed')
    expect(did).toEqual(['one', 'two', 'three'])
  })
})
