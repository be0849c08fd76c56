/** Longer than the compilers of V8 are busy with what was just loaded. */
const moment = 500

/**
 * Ends the process with this code when nothing is left to do, or else in a moment. Not at once: `process.exit` may wait for
 * ever for a compiling thread that waits for this one to collect garbage (nodejs/node#54918), and right after a start there
 * is one.
 */
export function endProcess(code: number): void {
  process.exitCode = code
  setTimeout(() => process.exit(), moment).unref()
}
