import { percent } from '../figures.ts'
import type { Measure } from '../model.ts'
import type { Students } from '../students.ts'

/** Students who send several drafts, by the last of their items in the period that says so, / students × 100. */
export const multiDraftRate = ({ multi, students }: Pick<Students, 'multi' | 'students'>): Measure =>
  percent(multi, students)
