import type { Fact } from '../collect.ts'
import type { ReportSection, RepositoryCoverage } from '../model.ts'
import { routineReason } from './routine.ts'
import type { SectionForm } from './sections.ts'
import type { Draft } from './template-lists.ts'

/** A report as it is kept: claims with numbers, and what the numbers stand for. */
export interface Written {
  sections: ReportSection[]
  /** The fact of number n is at n − 1. */
  cited: Fact[]
  eligible: number
  citedEligible: number
  repositories: RepositoryCoverage[]
}

/** Numbers the facts as they are first cited. */
export function assemble(forms: readonly SectionForm[], drafts: readonly Draft[], facts: readonly Fact[]): Written {
  const numbers = new Map<string, number>()
  const cited: Fact[] = []
  const numberOf = (fact: Fact): number => {
    const known = numbers.get(fact.id)
    if (known) return known
    numbers.set(fact.id, cited.push(fact))
    return cited.length
  }
  const sections = forms.map(({ key, title }) => ({
    ...{ key, title },
    bullets: drafts
      .filter(draft => draft.section === key && draft.facts.length > 0)
      .map(({ text, facts: sources }) => ({
        text,
        citations: [...new Set(sources.map(numberOf))].sort((a, b) => a - b),
      })),
  }))
  const repositories = new Map<string, RepositoryCoverage>()
  for (const fact of facts) {
    if (routineReason(fact)) continue
    const { repositoryId, repository: fullName } = fact
    const counted = repositories.get(repositoryId) ?? { repositoryId, fullName, used: 0, total: 0 }
    const used = counted.used + Number(numbers.has(fact.id))
    repositories.set(repositoryId, { ...counted, used, total: counted.total + 1 })
  }
  const list = [...repositories.values()]
  return {
    ...{ sections, cited, repositories: list },
    eligible: list.reduce((sum, { total }) => sum + total, 0),
    citedEligible: list.reduce((sum, { used }) => sum + used, 0),
  }
}

/** Cited of eligible, 0 to 1; null where nothing is eligible. */
export const coverageOf = ({ eligible, citedEligible }: Pick<Written, 'eligible' | 'citedEligible'>): number | null =>
  eligible === 0 ? null : citedEligible / eligible
