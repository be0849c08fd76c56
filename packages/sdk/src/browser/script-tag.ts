import { createTracker, type Tracker, type TrackerOptions } from './index.ts'

type Call = [method: keyof Tracker, ...args: unknown[]]

declare global {
  interface Window {
    /** Before the script has loaded: a list of calls. Afterwards: the tracker, which takes such calls too. */
    quarterdeck?: Call[] | (Tracker & { push(...calls: Call[]): void })
  }
}

const script = document.currentScript
const waiting = window.quarterdeck

if (script && 'src' in script && (!waiting || Array.isArray(waiting))) {
  const { writeKey = '', appVersion, consent, autoPage } = script.dataset
  const tracker = createTracker({
    url: new URL(script.src).origin,
    writeKey,
    appVersion,
    // Any other word waits for consent, as 'pending' does.
    consent: consent as TrackerOptions['consent'],
    autoPage: autoPage !== undefined,
  })
  const push = (...calls: Call[]): void => {
    for (const [method, ...args] of calls) {
      try {
        Reflect.apply(tracker[method], undefined, args)
      } catch {
        // A name that is no method of a tracker.
      }
    }
  }
  window.quarterdeck = { ...tracker, push }
  push(...(waiting ?? []))
}
