import { quotient } from '../figures.ts'
import type { Measure } from '../model.ts'

/** Items that have a student / students. */
export const essaysPerStudent = ({ essays, students }: { essays: number; students: number }): Measure =>
  quotient(essays, students)
