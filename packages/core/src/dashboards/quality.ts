import { draftBuckets } from '../essays/index.ts'
import type { Scope } from '../kernel/index.ts'
import { readCells } from './cells.ts'
import { figure, only } from './figures.ts'
import { averageRating } from './formulas/average-rating.ts'
import { ePlusRate } from './formulas/e-plus-rate.ts'
import { countIn } from './formulas/essay-count.ts'
import { qualityLift } from './formulas/quality-lift.ts'
import { ratedCount } from './formulas/rated-count.ts'
import { satisfied } from './formulas/satisfaction.ts'
import { begin, type DashboardDeps } from './head.ts'
import type { DashboardInput } from './inputs.ts'
import type { QualityDto } from './model.ts'
import { ratingsByDraft } from './overview.ts'

/** How good the work is, by ratings and by what customers say. */
export async function quality(deps: DashboardDeps, scope: Scope, { filters }: DashboardInput): Promise<QualityDto> {
  const { question, head } = await begin(deps, scope, filters)
  const cells = await readCells(deps.db, question)
  return {
    ...head,
    kpis: {
      avgRating: figure(averageRating, cells),
      ePlusRate: figure(ePlusRate, cells),
      rated: figure(ratedCount, cells),
      completed: figure(countIn('completed'), cells),
      qualityLift: figure(qualityLift, cells),
    },
    ratingsByDraft: ratingsByDraft(cells),
    satisfactionByDraft: draftBuckets.map(draft => {
      const rows = only(cells, row => row.draft === draft)
      return {
        draft,
        ePlus: figure(satisfied('E+'), rows),
        e: figure(satisfied('E'), rows),
        eMinus: figure(satisfied('E-'), rows),
      }
    }),
  }
}
