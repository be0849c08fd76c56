import { mountPortal, type PortalTracker } from '@quarterdeck/app/portal'
import { createTracker } from '@quarterdeck/sdk/browser'

interface Portal {
  writeKey: string | null
  workspaceId: string | null
  workspaceName: string | null
}

/** What the server says about itself; the portal works without it, untracked. */
async function readPortal(): Promise<Portal> {
  try {
    const response = await fetch('/portal.json')
    const body: unknown = response.ok ? await response.json() : null
    const workspace = field(body, 'workspace')
    return {
      writeKey: text(field(body, 'writeKey')),
      workspaceId: text(field(workspace, 'id')),
      workspaceName: text(field(workspace, 'name')),
    }
  } catch {
    return { writeKey: null, workspaceId: null, workspaceName: null }
  }
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null)

function makeTracker(writeKey: string): PortalTracker {
  const tracker = createTracker({ url: location.origin, writeKey, appVersion: __APP_VERSION__ })
  return {
    page: () => tracker.page(),
    track: (name, properties) => tracker.track(name, properties),
    identify: userId => tracker.identify(userId),
    reset: () => tracker.reset(),
  }
}

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
const { writeKey, ...workspace } = await readPortal()
// Whoever reads an essay by a link came for that alone, and their address is the key to it.
const isTracked = location.pathname !== '/shared-essay'
mountPortal(element, { ...workspace, tracker: writeKey && isTracked ? makeTracker(writeKey) : null })
