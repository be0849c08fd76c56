/** Calls `seen` for the page that is open and for each later change of address made by the History API or a hash route. */
export function watchPages(seen: () => void): void {
  const address = (): string => location.href.replace(/#(?!\/).*/, '')
  let last = address()
  const look = (): void => {
    const current = address()
    // A router sets the new title after the address.
    if (current !== last) setTimeout(seen)
    last = current
  }
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method]
    history[method] = function (...args) {
      original.apply(this, args)
      look()
    }
  }
  addEventListener('popstate', look)
  addEventListener('hashchange', look)
  seen()
}
