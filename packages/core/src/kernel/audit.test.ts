import { auditLog, workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { amendAudit } from './amend-audit.ts'
import { audit } from './audit.ts'
import { listAudit, listAuditInput } from './audit-list.ts'
import { newId } from './ids.ts'
import type { Scope } from './scope.ts'

let world: TestWorld
let scope: Scope
let other: Scope
const mei = newId()

beforeAll(async () => {
  world = await createTestWorld()
  scope = await world.makeWorkspace()
  other = await world.makeWorkspace()
  const origin = { requestId: 'request-1', ip: '203.0.113.9', userAgent: null }
  const person = { ...scope, actor: { kind: 'person' as const, id: mei, name: 'Mei Tanaka' }, origin }
  const { db } = world.deps
  const issue = { action: 'issues.setStatus', entity: 'issue', entityId: 'i-1' }
  await audit(db, person, { ...issue, before: { status: 'open' }, after: { status: 'fixed' } })
  await audit(db, scope, { action: 'issues.create', entity: 'issue', entityId: 'i-2', after: { title: '100%_sure' } })
  await audit(db, scope, { action: 'funnels.create', entity: 'funnel', entityId: 'f-1' })
  await audit(db, other, { action: 'issues.create', entity: 'issue', entityId: 'i-1' })
})
afterAll(() => world.close())

const list = (input: object) => listAudit(world.deps, scope, listAuditInput.parse(input))
const actionsOf = async (input: object) => (await list(input)).items.map(({ action, entityId }) => [action, entityId])

describe('the audit log as a list', () => {
  it('says who did what from where, latest first, of one workspace', async () => {
    expect(await actionsOf({})).toEqual([
      ['funnels.create', 'f-1'],
      ['issues.create', 'i-2'],
      ['issues.setStatus', 'i-1'],
    ])
    expect((await list({ actor: mei })).items).toEqual([
      {
        id: expect.any(String),
        at: expect.stringMatching(/Z$/),
        actor: { kind: 'person', id: mei, name: 'Mei Tanaka' },
        action: 'issues.setStatus',
        entity: 'issue',
        entityId: 'i-1',
        before: { status: 'open' },
        after: { status: 'fixed' },
        ip: '203.0.113.9',
        requestId: 'request-1',
      },
    ])
  })

  it.each([
    [{ actor: 'system' }, 2],
    [{ action: 'issues.create' }, 1],
    [{ action: 'issues.' }, 2],
    [{ entity: 'funnel' }, 1],
    [{ entity: 'issue', entityId: 'i-2' }, 1],
    [{ search: 'tanaka' }, 1],
    [{ search: 'request-1' }, 1],
    [{ search: '203.0.113' }, 1],
    [{ search: '%' }, 0],
    [{ from: '2001-01-01T00:00:00Z' }, 3],
    [{ to: '2001-01-01T00:00:00Z' }, 0],
  ])('filters by %j', async (input, count) => {
    expect((await list(input)).items).toHaveLength(count)
  })

  it('is paged without gaps, whatever is added meanwhile', async () => {
    const seen: (string | null)[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 1, cursor })
      seen.push(...page.items.map(({ entityId }) => entityId))
      if (seen.length === 1) await audit(world.deps.db, scope, { action: 'later.thing', entity: 'x', entityId: 'x' })
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(['f-1', 'i-2', 'i-1'])
  })
})

/** Drizzle wraps what the database said. */
const refused = { cause: { message: expect.stringContaining('append-only') } }

describe('the audit log', () => {
  it('refuses to be changed, deleted from and emptied', async () => {
    const { db, database } = world.deps
    await expect(db.update(auditLog).set({ actorName: 'Nobody' })).rejects.toMatchObject(refused)
    await expect(db.delete(auditLog)).rejects.toMatchObject(refused)
    await expect(database.script('truncate audit_log')).rejects.toThrow('append-only')
    await expect(database.script('truncate workspaces cascade')).rejects.toThrow('append-only')
  })

  it('lets an erasure take values out of rows, and nothing else', async () => {
    const { db } = world.deps
    const mine = eq(auditLog.actorId, mei)
    const erased = { actorName: 'Erased person', ip: null, before: null, after: null }
    await db.transaction(tx => amendAudit(tx, async () => tx.update(auditLog).set(erased).where(mine)))
    expect((await list({ actor: mei })).items).toMatchObject([{ actor: { name: 'Erased person' }, ip: null }])
    for (const change of [{ action: 'x' }, { at: new Date(0) }, { requestId: 'x' }, { workspaceId: null }]) {
      const attempt = db.transaction(tx => amendAudit(tx, async () => tx.update(auditLog).set(change).where(mine)))
      await expect(attempt).rejects.toMatchObject(refused)
    }
    const removal = db.transaction(tx => amendAudit(tx, async () => tx.delete(auditLog).where(mine)))
    await expect(removal).rejects.toMatchObject(refused)
    const afterwards = db.transaction(async tx => {
      await amendAudit(tx, async () => {})
      await tx.update(auditLog).set(erased).where(mine)
    })
    await expect(afterwards).rejects.toMatchObject(refused)
  })

  it('goes with its workspace', async () => {
    await world.deps.db.delete(workspaces).where(eq(workspaces.id, other.workspaceId))
    const left = await world.deps.db.select().from(auditLog).where(eq(auditLog.workspaceId, other.workspaceId))
    expect(left).toEqual([])
    expect((await list({})).items.length).toBeGreaterThan(2)
  })

  it('holds no secret, even when a verb hands it one', async () => {
    const key = 'qd_0123456789abcdefghij'
    const after = {
      ...{ password: 'planted-1', newPassword: 'planted-2', token: 'planted-3', refreshToken: 'planted-4' },
      ...{ apiKey: 'planted-5', passwordHash: 'planted-6', list: [{ secret: 'planted-7' }], note: `my key is ${key}` },
      ...{ at: new Date(0), key: 'QD-41', hasPassword: true },
    }
    await audit(world.deps.db, scope, { action: 'secrets.test', entity: 'x', before: after, after })
    const [row] = (await list({ action: 'secrets.test' })).items
    const text = JSON.stringify(row)
    expect(text).not.toMatch(/planted|0123456789abcdef/)
    expect(row?.after).toMatchObject({ key: 'QD-41', hasPassword: true, at: '1970-01-01T00:00:00.000Z' })
  })
})
