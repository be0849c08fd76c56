import { commands, coreTest, door, inputs, model, queries } from './core-templates.ts'
import type { Names } from './names.ts'

/** Files of a new domain by their path: the shape of `tracking/funnels`, cut down to one table with a title. */
export function filesOf(names: Names): Record<string, string> {
  const core = `packages/core/src/${names.domain}`
  return {
    [`packages/db/src/schema/${names.domain}.ts`]: schema(names),
    [`${core}/index.ts`]: door(names),
    [`${core}/model.ts`]: model(names),
    [`${core}/inputs.ts`]: inputs(names),
    [`${core}/queries.ts`]: queries(names),
    [`${core}/commands.ts`]: commands(names),
    [`${core}/${names.domain}.test.ts`]: coreTest(names),
    [`packages/trpc/src/routers/${names.domain}.ts`]: router(names),
    [`packages/app/src/features/${names.domain}/${names.domain}-page.tsx`]: page(names),
  }
}

const schema = ({ many, sql, word }: Names) => `import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, primaryId, updatedAt } from './columns.ts'
import { workspaces } from './identity.ts'

/** Say here what one ${word} is, and what it is not. */
export const ${many} = pgTable(
  '${sql}',
  {
    id: primaryId(),
    workspaceId: uuid()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    title: text().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [index('${sql}_by_creation').on(table.workspaceId, table.createdAt.desc(), table.id.desc())],
)
`

const router = ({ domain, router, many, One, Many }: Names) => `import {
  create${One},
  create${One}Input,
  get${One},
  list${Many},
  list${Many}Input,
  type ${One}Dto,
  remove${One},
  update${One},
  update${One}Input,
} from '@quarterdeck/core/${domain}'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { read, router, write } from '../procedures.ts'

const reads = ['${many.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)}']

export const ${router} = router({
  list: read
    .meta({ reads })
    .input(list${Many}Input)
    .query(({ ctx, input }): Promise<Page<${One}Dto>> => list${Many}(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<${One}Dto> => get${One}(ctx.deps, ctx.scope, input)),
  create: write
    .input(create${One}Input)
    .mutation(({ ctx, input }): Promise<${One}Dto> => create${One}(ctx.deps, ctx.scope, input)),
  update: write
    .input(update${One}Input)
    .mutation(({ ctx, input }): Promise<${One}Dto> => update${One}(ctx.deps, ctx.scope, input)),
  remove: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => remove${One}(ctx.deps, ctx.scope, input)),
})
`

const page = ({ domain, router, Many, One, words, word }: Names) => `import { useApi } from '../../data/api.ts'
import type { Outputs } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'

type ${One}Item = Outputs['${router}']['list']['items'][number]

const columns: readonly Column<${One}Item>[] = [
  { key: 'title', title: 'Title', fixed: true, render: row => row.title },
  { key: 'createdAt', title: 'Made', width: 120, render: row => <Time at={row.createdAt} /> },
]

/** All ${words}, newest first. */
export function ${Many}Page() {
  const { trpc } = useApi()
  const list = useLiveRows(trpc.${router}.list.infiniteQueryOptions({}, byCursor))
  return (
    <Page title="${words.charAt(0).toUpperCase()}${words.slice(1)}">
      <DataTable
        name="${domain}"
        label="${words.charAt(0).toUpperCase()}${words.slice(1)}"
        columns={columns}
        {...list}
        rowKey={row => row.id}
        empty={<Empty title="No ${words} yet">Say here how the first ${word} comes about.</Empty>}
      />
    </Page>
  )
}
`
