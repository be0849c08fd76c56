import type { Widget, WidgetOptions } from './index.tsx'

declare global {
  /** Name of the widget's file, which holds its hash: put in when it is built. */
  const __WIDGET__: string
  interface Window {
    quarterdeckChat?: Widget
  }
}

const script = document.currentScript

async function load(
  src: string,
  { writeKey = '', title = 'Chat with us', theme, userId, userHash }: DOMStringMap,
): Promise<void> {
  const { origin } = new URL(src)
  // The build gives the file this one door.
  const { mountWidget }: { mountWidget: (options: WidgetOptions) => Widget } = await import(
    new URL(`/widget/${__WIDGET__}`, origin).href
  )
  window.quarterdeckChat ??= mountWidget({
    ...{ origin, writeKey, title, theme },
    ...(userId && userHash && { user: { userId, userHash } }),
  })
}

if (script && 'src' in script && script.src) {
  const start = () => void load(script.src, script.dataset)
  if (document.body) start()
  else addEventListener('DOMContentLoaded', start)
}
