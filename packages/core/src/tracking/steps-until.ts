import type { FunnelStep } from '@quarterdeck/db'

/** A funnel's steps up to the one that visits of a step have to reach: all of them where none after it has that name. */
export function stepsUntil(steps: readonly FunnelStep[], step: string, until: string | undefined): FunnelStep[] {
  const from = steps.findIndex(({ name }) => name === step)
  const to = steps.findIndex(({ name }, index) => index > from && name === until)
  return to < 0 ? [...steps] : steps.slice(0, to + 1)
}
