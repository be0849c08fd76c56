import type { CompanionResult, CompanionToolName } from '@quarterdeck/db'
import type { z } from 'zod'
import type { Deps, Scope } from '../../kernel/index.ts'

/** A call cannot be done as it was asked; the message says to the model, or to a person, what to do instead. */
export class ToolRefused extends Error {}

export interface Tool<Args = unknown> {
  name: CompanionToolName
  /** When and what for: read by models and by people. */
  description: string
  args: z.ZodType<Args>
  run: (deps: Deps, scope: Scope, args: Args, threadId: string) => Promise<CompanionResult>
}
