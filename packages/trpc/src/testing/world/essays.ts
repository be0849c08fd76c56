import { importEssays, listEssays, listEssaysInput } from '@quarterdeck/core/essays'
import type { Deps, Scope } from '@quarterdeck/core/kernel'

export interface EssayThings {
  essayId: string
}

/** An essay item as the other system spells it. */
export const essayRow = (itemId: string, mark = 'own') => ({
  ...{ item_id: itemId, student_id: `${mark} student`, student_acquisition_channel: `${mark} channel` },
  ...{ student_location: `${mark} place`, student_is_multi_draft: true, draft: 2, word_count: 650, revenue: 4_500 },
  ...{ turnaround: 'Express', item_status: 'Completed', essay_rating_numeric: 7.5, satisfaction_rating: 'E+' },
  ...{ submitted_at: new Date().toISOString(), time_remaining_hours: -3 },
})

export async function fillEssays(deps: Deps, scope: Scope, mark: string): Promise<EssayThings> {
  const rows = ['one', 'two'].map(name => essayRow(`${mark} ${name}`, mark))
  await importEssays(deps, scope, { rows, revenueUnit: 'minor', currency: 'USD' })
  const { items } = await listEssays(deps, scope, listEssaysInput.parse({}))
  return { essayId: items[0]?.id ?? '' }
}
