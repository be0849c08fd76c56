import type { Claim, Explanation } from './diagnosis-model.ts'
import type { EvidenceFact } from './evidence-model.ts'

const claimOf = ({ id, text }: EvidenceFact): Claim => ({ text, evidence: [id] })

/** Its usual rate lies in the range of its rate now. */
const isSpared = ({ kind, stands, now, usual }: EvidenceFact) =>
  kind === 'segment' && !stands && (now?.high ?? 0) >= (usual?.rate ?? 100)

const list = (facts: readonly EvidenceFact[]) => facts.map(({ label }) => label).join(', ')

/** In a sentence what stands out most: a fact, and not the word of anybody who knows why. */
function headline(facts: readonly EvidenceFact[]): string {
  const of = (kind: EvidenceFact['kind']) => facts.filter(fact => fact.kind === kind && fact.stands)
  const [error] = of('error')
  if (error) return `Failed visits report “${error.label}” more often than usual.`
  const [end] = of('last_event')
  if (end) return `Failed visits end with ${end.label} more often than usual.`
  const [repeat] = of('repeat')
  if (repeat) return `Failed visits repeat ${repeat.label} more often than usual.`
  const hit = of('segment')
  const spared = facts.filter(isSpared)
  if (hit.length > 0 && spared.length > 0)
    return `The drop is in ${list(hit.slice(0, 3))}, and not in ${list(spared.slice(0, 3))}.`
  const [release] = of('release')
  if (release) return `App version ${release.label} appeared at the time of the drop.`
  const [drop] = of('drop')
  if (drop && isSilence(drop)) return `${drop.text}: either nobody gets there, or its events are no longer sent.`
  return drop
    ? 'The rate fell, and nothing in the events tells failed visits now from failed visits before.'
    : 'The events do not show a cause.'
}

const words = { device: 'device', country: 'country', appVersion: 'app version' }

/** A drop without a rate is a step that nobody comes to. */
const isSilence = ({ kind, now }: EvidenceFact) => kind === 'drop' && !now

function actionsFor(facts: readonly EvidenceFact[]): string[] {
  if (facts.some(isSilence)) return ['Go to the step as visitors do.', 'Check that its events are still sent.']
  const has = (kind: EvidenceFact['kind']) => facts.find(fact => fact.kind === kind && fact.stands)
  const [error, release, segment] = [has('error'), has('release'), has('segment')]
  return [
    error && `Look for “${error.label}” in the logs of the service that reports it.`,
    release && `Compare app version ${release.label} with the one before it.`,
    segment && `Go through the step as these visits do: ${words[segment.dimension ?? 'device']} ${segment.label}.`,
    'Follow the example visits event by event.',
  ].filter(action => action !== undefined)
}

/** Says what the evidence says, in order of weight, without a model: so there is no confidence to speak of. */
export function explainPlainly(facts: readonly EvidenceFact[]): Explanation {
  const standing = facts.filter(({ stands }) => stands)
  const spared = facts.filter(isSpared)
  return {
    rootCause: headline(facts),
    explanation:
      'Written from the evidence alone: what differs from the usual by more than chance explains. What causes what is for people to find out.',
    claims: [...standing.slice(0, 7), ...(standing.length > 0 ? spared.slice(0, 2) : [])].map(claimOf),
    actions: actionsFor(facts),
    confidence: null,
  }
}
