import type { Db } from '@quarterdeck/db'

/** Thrown by everything that a process would have done after it was killed. */
export class Killed extends Error {}

export interface Life {
  db: Db
  /** From now on nothing that the process does has an effect. */
  kill: () => void
  /** The process dies at the end of its n-th transaction from now on: before its commit, or after it. */
  killAtCommit: (n: number, when: 'before' | 'after') => void
  /** Another process begins. @returns whether the one before was killed. */
  begin: () => boolean
}

/** A database as a process sees it that can be killed at any moment: what it did not commit by then never was. */
export function makeMortal(db: Db): Life {
  let isDead = false
  let plan: { left: number; when: 'before' | 'after' } | null = null
  const check = () => {
    if (isDead) throw new Killed('This process was killed')
  }
  const transaction: Db['transaction'] = async (work, config) => {
    check()
    const isLast = plan !== null && --plan.left <= 0
    const when = plan?.when
    const result = await db.transaction(async tx => {
      const done = await work(tx)
      if (isLast && when === 'before') isDead = true
      check()
      return done
    }, config)
    if (isLast) isDead = true
    check()
    return result
  }
  return {
    db: new Proxy(db, {
      get: (target, name) => {
        check()
        return name === 'transaction' ? transaction : Reflect.get(target, name)
      },
    }),
    kill: () => {
      isDead = true
    },
    killAtCommit: (n, when) => {
      plan = { left: n, when }
    },
    begin: () => {
      const wasDead = isDead
      isDead = false
      plan = null
      return wasDead
    },
  }
}
