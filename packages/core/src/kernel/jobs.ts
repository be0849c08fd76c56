import type { Db } from '@quarterdeck/db'
import type { z } from 'zod'

/** What can be asked to be done later: a job as those see it who enqueue it. */
export interface JobQueue<Input = unknown> {
  name: string
  /** Payloads are ids and small facts, parsed when the job runs. */
  input: z.ZodType<Input>
}

export interface EnqueueOptions {
  startAfter?: Date
  /** Of jobs with the same key, at most one waits, if the job says `oneWaits`. */
  once?: string
}

export interface Jobs {
  /** Adds a job in the caller's transaction: it exists when, and only when, the change that asks for it does. */
  enqueue: <Input extends object>(tx: Db, job: JobQueue<Input>, input: Input, options?: EnqueueOptions) => Promise<void>
  /** Whether this process runs jobs. */
  isRunning: () => boolean
}
