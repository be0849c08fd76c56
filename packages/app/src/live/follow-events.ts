/** Longest pause between two tries to open a stream again, in ms. */
const longestPause = 15_000

interface Handlers<Event> {
  onData: (event: Event) => void
  onError: () => void
  onComplete: () => void
}

/**
 * Keeps a stream of tracked events open from a change on, whatever becomes of the connection: each try goes on behind the
 * last id that came. @returns what ends it.
 */
export function followEvents<Event extends object>(
  since: number,
  subscribe: (lastEventId: number, handlers: Handlers<Event>) => { unsubscribe: () => void },
  onEvent: (event: Event) => void,
): () => void {
  let change = since
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop = () => {}
  const lost = () => {
    clearTimeout(timer)
    timer = setTimeout(open, Math.min(longestPause, 1_000 * 2 ** failures++))
  }
  const open = () => {
    stop()
    const stream = subscribe(change, {
      onData: event => {
        failures = 0
        if ('id' in event) change = Math.max(change, Number(event.id))
        onEvent(event)
      },
      onError: lost,
      onComplete: lost,
    })
    stop = () => stream.unsubscribe()
  }
  window.addEventListener('online', open)
  open()
  return () => {
    window.removeEventListener('online', open)
    clearTimeout(timer)
    stop()
  }
}
