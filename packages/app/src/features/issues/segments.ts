interface Group {
  value: string
  steps: ReadonlyArray<{ name: string; visits: number }>
}

/** How one kind of visit did at the step, now and usually. Rates in percent of the visits at the step. */
export interface Segment {
  value: string
  nowVisits: number
  now: number | null
  usual: number | null
  /** Points lost; null where either side has no visits. */
  drop: number | null
}

const rateOf = (group: Group | undefined, stepIndex: number, until: string): number | null => {
  const at = group?.steps[stepIndex]?.visits ?? 0
  const reached = group?.steps.find(({ name }, index) => index > stepIndex && name === until) ?? group?.steps.at(-1)
  const end = reached?.visits ?? 0
  return at > 0 ? (100 * end) / at : null
}

/** Below this many visits now, a segment's rate says nothing. */
const fewestVisits = 10

/** Segments by how many points they lost at a step, most first; those with hardly any visits now are left out. */
export function segmentsOf(
  now: readonly Group[],
  usual: readonly Group[],
  { stepIndex, lastStep }: { stepIndex: number; lastStep: string },
): Segment[] {
  return now
    .map(group => {
      const before = rateOf(
        usual.find(each => each.value === group.value),
        stepIndex,
        lastStep,
      )
      const rate = rateOf(group, stepIndex, lastStep)
      const drop = rate === null || before === null ? null : before - rate
      return { value: group.value, nowVisits: group.steps[stepIndex]?.visits ?? 0, now: rate, usual: before, drop }
    })
    .filter(segment => segment.nowVisits >= fewestVisits)
    .toSorted((a, b) => (b.drop ?? Number.NEGATIVE_INFINITY) - (a.drop ?? Number.NEGATIVE_INFINITY))
}
