import { byId } from '@quarterdeck/core/kernel'
import {
  type AgentDto,
  type AgentPromptDto,
  availableAgent,
  availableAgentInput,
  createAgent,
  createAgentInput,
  getAgent,
  listAgents,
  listAgentsInput,
  listPrompts,
  recordOutcome,
  recordOutcomeInput,
  updateAgent,
  updateAgentInput,
} from '@quarterdeck/core/support'
import { read, router, write } from '../procedures.ts'

const reads = ['agent_outcomes', 'agent_prompts', 'agents', 'conversations']

export const agents = router({
  list: read
    .meta({ reads })
    .input(listAgentsInput)
    .query(({ ctx, input }): Promise<{ items: AgentDto[] }> => listAgents(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<AgentDto> => getAgent(ctx.deps, ctx.scope, input)),
  /** Null when none fits. */
  available: read
    .meta({ reads })
    .input(availableAgentInput)
    .query(({ ctx, input }): Promise<AgentDto | null> => availableAgent(ctx.deps, ctx.scope, input)),
  promptVersions: read
    .meta({ reads: [...reads, 'people'] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: AgentPromptDto[] }> => listPrompts(ctx.deps, ctx.scope, input)),
  create: write
    .input(createAgentInput)
    .mutation(({ ctx, input }): Promise<AgentDto> => createAgent(ctx.deps, ctx.scope, input)),
  update: write
    .input(updateAgentInput)
    .mutation(({ ctx, input }): Promise<AgentDto> => updateAgent(ctx.deps, ctx.scope, input)),
  recordOutcome: write
    .input(recordOutcomeInput)
    .mutation(({ ctx, input }): Promise<AgentDto> => recordOutcome(ctx.deps, ctx.scope, input)),
})
