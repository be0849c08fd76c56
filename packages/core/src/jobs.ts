import { detectJob } from './issues/index.ts'
import { type AnyJob, emailJob } from './kernel/index.ts'

/** Every job of the product. */
export const jobs: readonly AnyJob[] = [detectJob, emailJob]
