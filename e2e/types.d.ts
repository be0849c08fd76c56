import type { Tracker } from '@quarterdeck/sdk/browser'

declare global {
  interface Window {
    /** What the script tag leaves on a page: a list of calls until it has loaded, then the tracker. */
    quarterdeck?: Tracker | unknown[]
  }
}
