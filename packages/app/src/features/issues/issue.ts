import type { Outputs } from '../../data/api.ts'

/** One issue as the server gives it. */
export type Issue = Outputs['issues']['get']
