import type { inferRouterInputs } from '@trpc/server'
import type { AppRouter } from '../../root.ts'

/** Who may call a procedure: the words of `procedures.ts`. */
export type Kind =
  | 'open'
  | 'self'
  | 'signedIn'
  | 'signedIn or key to read'
  | 'signedIn or key to write'
  | 'read'
  | 'write'
  | 'admin'
  | 'machine'

export interface Sample<Input> {
  kind: Kind
  /** Good inputs, which together reach every table that the procedure reads and use every id that it takes. */
  inputs: Input[]
}

export type Inputs = inferRouterInputs<AppRouter>

/** A procedure that is missing here is a type error. */
export type Samples = { [R in keyof Inputs]: { [P in keyof Inputs[R]]: Sample<Inputs[R][P]> } }

/** The part of one domain: its routers. */
export type SamplesOf<Router extends keyof Inputs> = Pick<Samples, Router>

const hour = 3_600_000

/** So many hours from now. */
export const at = (offset: number) => new Date(Date.now() + offset * hour).toISOString()

/** An hour back, and one ahead. */
export const aroundNow = () => ({ from: at(-1), to: at(1) })
