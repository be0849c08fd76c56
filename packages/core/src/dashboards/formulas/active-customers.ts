import { amount } from '../figures.ts'
import type { Measure } from '../model.ts'
import type { Students } from '../students.ts'

/** Distinct students with an item that is not cancelled. */
export const activeCustomers = ({ active }: Pick<Students, 'active'>): Measure => amount(active)

/** Distinct students, whatever became of their items. */
export const studentCount = ({ students }: Pick<Students, 'students'>): Measure => amount(students)
