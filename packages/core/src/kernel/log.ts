/** Structured logging: facts first, then the sentence. pino has this shape. */
export interface Log {
  debug: (facts: object, message: string) => void
  info: (facts: object, message: string) => void
  warn: (facts: object, message: string) => void
  error: (facts: object, message: string) => void
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
