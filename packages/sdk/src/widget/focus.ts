const focusable =
  'button:not([disabled]), textarea, input:not([type="file"]):not([disabled]), a[href], summary, [tabindex="0"]'

/** Keeps Tab inside a panel, from its last control to its first and back. */
export function keepFocus(panel: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab') return
  const controls = [...panel.querySelectorAll<HTMLElement>(focusable)].filter(control => control.offsetParent !== null)
  const root = panel.getRootNode()
  const now = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null
  const end = event.shiftKey ? controls[0] : controls.at(-1)
  if (now !== end && now !== panel) return
  event.preventDefault()
  ;(event.shiftKey ? controls.at(-1) : controls[0])?.focus()
}
