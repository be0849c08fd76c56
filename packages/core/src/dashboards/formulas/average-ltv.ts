import { quotient } from '../figures.ts'
import type { Measure } from '../model.ts'

/** The total revenue of students / students. Items without a student are in neither. */
export const averageLtv = ({ totalRevenue, students }: { totalRevenue: number; students: number }): Measure =>
  quotient(totalRevenue, students)
