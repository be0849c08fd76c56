import type { Names } from './names.ts'

export const door = ({ One, Many }: Names) => `export { create${One}, remove${One}, update${One} } from './commands.ts'
export { create${One}Input, list${Many}Input, update${One}Input } from './inputs.ts'
export type * from './model.ts'
export { get${One}, list${Many} } from './queries.ts'
`

export const model = ({ One, many }: Names) => `import type { ${many} } from '@quarterdeck/db'

export interface ${One}Dto {
  id: string
  title: string
  createdAt: string
  updatedAt: string
}

export const to${One}Dto = ({ id, title, createdAt, updatedAt }: typeof ${many}.$inferSelect): ${One}Dto => ({
  id,
  title,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})
`

export const inputs = ({ One, Many }: Names) => `import { z } from 'zod'
import { byId, pageInput } from '../kernel/index.ts'

const title = z.string().trim().min(1).max(300)

export const list${Many}Input = z.strictObject(pageInput).prefault({})
export type List${Many}Input = z.infer<typeof list${Many}Input>

export const create${One}Input = z.strictObject({ title })
export type Create${One}Input = z.infer<typeof create${One}Input>

export const update${One}Input = byId.extend({ title })
export type Update${One}Input = z.infer<typeof update${One}Input>
`

export const queries = ({ One, Many, many, word, words }: Names) => `import { ${many} } from '@quarterdeck/db'
import { and, desc, eq, sql } from 'drizzle-orm'
import { type ById, type Deps, moments, notFound, type Page, readCursor, type Scope, toPage } from '../kernel/index.ts'
import type { List${Many}Input } from './inputs.ts'
import { type ${One}Dto, to${One}Dto } from './model.ts'

/** All ${words}, newest first. */
export async function list${Many}({ db }: Deps, scope: Scope, { cursor, limit }: List${Many}Input): Promise<Page<${One}Dto>> {
  const after = readCursor(cursor)
  const rows = await db
    .select()
    .from(${many})
    .where(
      and(
        eq(${many}.workspaceId, scope.workspaceId),
        after ? sql\`(\${${many}.createdAt}, \${${many}.id}) < (\${moments(after.at)}, \${after.id}::uuid)\` : undefined,
      ),
    )
    .orderBy(desc(${many}.createdAt), desc(${many}.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), to${One}Dto)
}

/** @throws DomainError \`not_found\` */
export async function get${One}({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<${One}Dto> {
  const [row] = await db
    .select()
    .from(${many})
    .where(and(eq(${many}.workspaceId, scope.workspaceId), eq(${many}.id, id)))
  if (!row) throw notFound('This ${word}')
  return to${One}Dto(row)
}
`

export const commands = ({ One, router, many, one, word }: Names) => `import { ${many} } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { audit, type ById, type Deps, notFound, type Scope } from '../kernel/index.ts'
import type { Create${One}Input, Update${One}Input } from './inputs.ts'
import { type ${One}Dto, to${One}Dto } from './model.ts'
import { get${One} } from './queries.ts'

const named = (scope: Scope, id: string) => and(eq(${many}.workspaceId, scope.workspaceId), eq(${many}.id, id))

export async function create${One}(deps: Deps, scope: Scope, input: Create${One}Input): Promise<${One}Dto> {
  return deps.db.transaction(async tx => {
    const [made] = await tx
      .insert(${many})
      .values({ workspaceId: scope.workspaceId, ...input })
      .returning()
    if (!made) throw new Error('The ${word} was not stored')
    await audit(tx, scope, { action: '${router}.create', entity: '${one}', entityId: made.id, after: input })
    return to${One}Dto(made)
  })
}

/** @throws DomainError \`not_found\` */
export async function update${One}(deps: Deps, scope: Scope, { id, ...change }: Update${One}Input): Promise<${One}Dto> {
  return deps.db.transaction(async tx => {
    const before = await get${One}({ db: tx }, scope, { id })
    const [made] = await tx
      .update(${many})
      .set({ ...change, updatedAt: deps.clock.now() })
      .where(named(scope, id))
      .returning()
    if (!made) throw notFound('This ${word}')
    const after = to${One}Dto(made)
    await audit(tx, scope, { action: '${router}.update', entity: '${one}', entityId: id, before, after })
    return after
  })
}

/** @throws DomainError \`not_found\` */
export async function remove${One}(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    const before = await get${One}({ db: tx }, scope, { id })
    await tx.delete(${many}).where(named(scope, id))
    await audit(tx, scope, { action: '${router}.remove', entity: '${one}', entityId: id, before })
    return { id }
  })
}
`

export const coreTest = ({ one, One, Many, word, router }: Names) => `import { auditLog } from '@quarterdeck/db'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { create${One}, get${One}, list${Many}, list${Many}Input, remove${One}, update${One} } from './index.ts'

let world: TestWorld
let scope: Scope
beforeAll(async () => {
  world = await createTestWorld()
  scope = await world.makeWorkspace()
})
afterAll(() => world.close())

const list = (input: object = {}) => list${Many}(world.deps, scope, list${Many}Input.parse(input))

test('a ${word} is made, changed and removed, and each is on record', async () => {
  const { deps } = world
  const made = await create${One}(deps, scope, { title: 'First' })
  expect(await get${One}(deps, scope, made)).toEqual(made)
  const changed = await update${One}(deps, scope, { id: made.id, title: 'Better' })
  expect(changed).toMatchObject({ id: made.id, title: 'Better' })
  expect(await remove${One}(deps, scope, made)).toEqual({ id: made.id })
  await expect(get${One}(deps, scope, made)).rejects.toMatchObject({ kind: 'not_found' })
  const record = await deps.db
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(and(eq(auditLog.entity, '${one}'), eq(auditLog.entityId, made.id)))
    .orderBy(asc(auditLog.id))
  expect(record.map(({ action }) => action)).toEqual(['${router}.create', '${router}.update', '${router}.remove'])
})

test('the list goes from new to old, page by page, without gaps', async () => {
  for (const title of ['a', 'b', 'c']) await create${One}(world.deps, scope, { title })
  const first = await list({ limit: 2 })
  const second = await list({ limit: 2, cursor: first.nextCursor ?? undefined })
  expect([...first.items, ...second.items].map(({ title }) => title)).toEqual(['c', 'b', 'a'])
  expect(second.nextCursor).toBeNull()
})

test('another workspace neither sees nor changes it', async () => {
  const { deps } = world
  const made = await create${One}(deps, scope, { title: 'Ours' })
  const other = await world.makeWorkspace('Other')
  expect((await list${Many}(deps, other, list${Many}Input.parse({}))).items).toEqual([])
  const notFound = { kind: 'not_found' }
  await expect(get${One}(deps, other, made)).rejects.toMatchObject(notFound)
  await expect(update${One}(deps, other, { id: made.id, title: 'Theirs' })).rejects.toMatchObject(notFound)
  await expect(remove${One}(deps, other, made)).rejects.toMatchObject(notFound)
  expect(await get${One}(deps, scope, made)).toEqual(made)
})
`
