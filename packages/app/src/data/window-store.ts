export type WindowStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The window's own store: it outlives a reload, and ends with the window. None where the browser refuses one. */
export function windowStore(): WindowStore | null {
  try {
    return globalThis.sessionStorage ?? null
  } catch {
    return null
  }
}
