import type { Inputs, Outputs } from '../../data/api.ts'

export type Thread = Outputs['companion']['threads']['items'][number]
export type Message = Outputs['companion']['messages']['items'][number]
export type Call = Message['calls'][number]
export type Result = NonNullable<Call['result']>
export type Table = Result['tables'][number]
export type Chart = NonNullable<Result['chart']>
export type ToolName = Inputs['companion']['run']['tool']

export const toolNames: Readonly<Record<ToolName, string>> = {
  dashboard: 'Dashboard',
  compare_periods: 'Compare periods',
  top_movers: 'Top movers',
  sql: 'SQL',
  chart: 'Chart',
}

export const nameOf = (tool: string): string => Object.entries(toolNames).find(([name]) => name === tool)?.[1] ?? tool

/** Where a call stands on the page. */
export const callId = (number: number) => `call-${number}`
