import type { CompanionResult } from '@quarterdeck/db'
import { z } from 'zod'
import { type Deps, DomainError, type Scope } from '../../kernel/index.ts'
import { chart } from './chart.ts'
import { comparePeriods } from './compare-periods.ts'
import { dashboard } from './dashboard.ts'
import { sqlTool } from './sql.ts'
import { type Tool, ToolRefused } from './tool.ts'
import { topMovers } from './top-movers.ts'

/** A tool whose arguments are checked where it is run. */
interface AnyTool {
  name: Tool['name']
  description: string
  parameters: Record<string, unknown>
  run: (deps: Deps, scope: Scope, args: unknown, threadId: string) => Promise<CompanionResult>
}

/** @throws ToolRefused naming each argument that is wrong. */
function checked<Args>({ name, description, args, run }: Tool<Args>): AnyTool {
  return {
    ...{ name, description, parameters: z.toJSONSchema(args, { io: 'input', unrepresentable: 'any' }) },
    run: async (deps, scope, input, threadId) => {
      const parsed = args.safeParse(input)
      if (parsed.success) return run(deps, scope, parsed.data, threadId)
      const faults = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`)
      throw new ToolRefused(`The arguments are wrong. ${faults.join('; ')}`)
    },
  }
}

export const tools: readonly AnyTool[] = [
  checked(dashboard),
  checked(comparePeriods),
  checked(topMovers),
  checked(sqlTool),
  checked(chart),
]

export type Outcome = { result: CompanionResult; error: null } | { result: null; error: string }

/** Runs a tool. What cannot be done is an outcome too, in words for who asked; other errors are thrown. */
export async function callTool(
  deps: Deps,
  scope: Scope,
  { tool, args, threadId }: { tool: string; args: unknown; threadId: string },
): Promise<Outcome> {
  const known = tools.find(({ name }) => name === tool)
  if (!known)
    return { result: null, error: `There is no tool ${tool}, but ${tools.map(({ name }) => name).join(', ')}` }
  try {
    return { result: await known.run(deps, scope, args, threadId), error: null }
  } catch (error) {
    if (error instanceof ToolRefused) return { result: null, error: error.message }
    if (error instanceof DomainError && error.kind !== 'forbidden') return { result: null, error: error.message }
    throw error
  }
}
