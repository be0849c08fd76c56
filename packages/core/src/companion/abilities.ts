import type { Deps, Scope } from '../kernel/index.ts'
import type { AbilitiesDto } from './model.ts'
import { whyNoSql } from './sql/read.ts'
import { views } from './sql/views.ts'
import { tools } from './tools/index.ts'

/** What the companion can do here, for people who run its tools by hand. */
export async function abilities(deps: Deps, _scope: Scope): Promise<AbilitiesDto> {
  return {
    model: deps.llm?.model ?? null,
    tools: tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    views: Object.entries(views).map(([name, columns]) => ({ name, columns: [...columns] })),
    noSql: await whyNoSql(deps),
  }
}
