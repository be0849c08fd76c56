import type { Inputs } from '../../data/api.ts'

type StepInput = Inputs['funnels']['create']['steps'][number]

interface Reported {
  name: string
  visits: number
  dropOff: number
}

/** The step before which the largest share of visits is lost; null when none is. */
export function widestLoss(steps: readonly Reported[]): { name: string; lostPercent: number } | null {
  let widest: { name: string; lostPercent: number } | null = null
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1]?.visits ?? 0
    if (before === 0 || step.dropOff <= 0) continue
    const lostPercent = (step.dropOff / before) * 100
    if (!widest || lostPercent > widest.lostPercent) widest = { name: step.name, lostPercent }
  }
  return widest
}

/** A step as the builder edits it. `what` is `event:login_page` or `step:login`; property values are texts until saved. */
export interface DraftStep {
  key: string
  what: string
  name: string
  properties: ReadonlyArray<{ key: string; value: string }>
}

/** `login_button_click` → `Login button click`. */
export function humanise(name: string): string {
  const words = name.replaceAll(/[_\-.]+/g, ' ').trim()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** `event:login_page` → its kind and name; null when it is not one. */
export function readWhat(what: string): { kind: 'event' | 'step'; name: string } | null {
  const match = /^(event|step):(.+)$/.exec(what)
  const [, kind, name] = match ?? []
  return (kind === 'event' || kind === 'step') && name ? { kind, name } : null
}

/** `true`, `42` and `x` as the boolean, the number and the text that events carry. */
export function readValue(text: string): string | number | boolean {
  const trimmed = text.trim()
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  return trimmed !== '' && String(Number(trimmed)) === trimmed ? Number(trimmed) : trimmed
}

/** The draft as the server takes it; steps without an event yet are left out. */
export function toStepInputs(draft: readonly DraftStep[]): StepInput[] {
  return draft.flatMap(step => {
    const what = readWhat(step.what)
    if (!what) return []
    const properties = Object.fromEntries(
      step.properties.filter(each => each.key.trim()).map(each => [each.key.trim(), readValue(each.value)]),
    )
    const match = {
      ...(what.kind === 'event' ? { event: what.name } : { step: what.name }),
      ...(Object.keys(properties).length > 0 && { properties }),
    }
    return [{ name: step.name.trim() || humanise(what.name), match }]
  })
}

/** A saved funnel's steps as the builder edits them. */
export function toDraft(steps: readonly StepInput[]): DraftStep[] {
  return steps.map((step, index) => ({
    key: String(index),
    what: step.match.event === undefined ? `step:${step.match.step ?? ''}` : `event:${step.match.event}`,
    name: step.name,
    properties: Object.entries(step.match.properties ?? {}).map(([key, value]) => ({ key, value: String(value) })),
  }))
}

/** Moves one item by one place; the ends stay where they are. */
export function moved<T>(items: readonly T[], index: number, by: 1 | -1): T[] {
  const next = [...items]
  const [item] = next.splice(index, 1)
  if (item !== undefined) next.splice(Math.max(0, Math.min(next.length, index + by)), 0, item)
  return next
}
