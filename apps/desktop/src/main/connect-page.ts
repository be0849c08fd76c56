import { serverOrigin } from './addresses.ts'
import { pageHeaders } from './static-files.ts'

/** Where the app looks first. */
export const usualServer = 'http://127.0.0.1:4400'

interface Options {
  fetch: typeof fetch
  /** The server in use, to start from. */
  current: () => string | undefined
  remembersSignIn: boolean
  /** Called with the origin of a server that answered. Resolves with the console address to go on to. */
  onChosen: (origin: string) => Promise<string>
}

/** The page that asks for the server: a plain form without script, so it needs no rights at all. */
export function createConnectPage({ fetch, current, remembersSignIn, onChosen }: Options) {
  return async (request: Request): Promise<Response> => {
    if (request.method !== 'POST') return page({ typed: current() ?? usualServer, remembersSignIn })
    const typed = new URLSearchParams(await request.text()).get('address') ?? ''
    const origin = serverOrigin(typed)
    const problem = origin
      ? await problemWith(origin, fetch)
      : 'This is not an address. Type one like console.example.com.'
    if (!origin || problem) return page({ typed, remembersSignIn, problem: problem ?? '' })
    return goOn(await onChosen(origin))
  }
}

/** What keeps us from using a server, in words for a person; undefined when it is one of ours and healthy. */
async function problemWith(origin: string, fetch: Options['fetch']): Promise<string | undefined> {
  try {
    const answer = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(5000), redirect: 'error' })
    const health: unknown = await answer.json().catch(() => undefined)
    const ours = typeof health === 'object' && health !== null && 'version' in health && 'database' in health
    if (!ours) return `${origin} answers, but not as a Quarterdeck server. Check the address.`
    return answer.ok ? undefined : `${origin} is not well at the moment. Try again soon.`
  } catch {
    return `${origin} does not answer. Check the address and that the server runs.`
  }
}

const toHtml = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

function page({ typed, problem, remembersSignIn }: { typed: string; problem?: string; remembersSignIn: boolean }) {
  const note = remembersSignIn
    ? ''
    : '<p>This computer offers no key store, so the app keeps your sign-in in memory: you sign in again after each start.</p>'
  return html(`<form method="post" action="/connect">
    <h1>Connect to a server</h1>
    <label for="address">Server address</label>
    <input id="address" name="address" value="${toHtml(typed)}" required autofocus autocomplete="url" spellcheck="false"${
      problem ? ' aria-invalid="true" aria-describedby="problem"' : ''
    }>
    ${problem ? `<p id="problem" role="alert">${toHtml(problem)}</p>` : ''}
    <button>Connect</button>
    ${note}
  </form>`)
}

/** A page that goes on by itself: answers of a custom scheme cannot redirect on every version of Electron. */
const goOn = (address: string): Response =>
  html(
    `<meta http-equiv="refresh" content="0;url=${toHtml(address)}"><p><a href="${toHtml(address)}">Open the console</a></p>`,
  )

const html = (body: string): Response =>
  new Response(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Quarterdeck</title><style>${style}</style></head><body>${body}</body></html>`,
    { headers: pageHeaders },
  )

const style = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;
font:13px/1.5 Inter,system-ui,sans-serif;background:light-dark(#fafafa,#17181a);color:light-dark(#1c1d1f,#e6e6e8)}
form{width:320px;display:grid;gap:8px}h1{font-size:20px;margin:0 0 8px}label{font-weight:600}p{margin:0}
input,button{font:inherit;padding:8px;border-radius:6px;border:1px solid light-dark(#cfd0d4,#3c3e42);background:transparent;color:inherit}
button{background:light-dark(#3056d3,#7d9bff);border-color:transparent;color:light-dark(#fff,#101833);font-weight:600}[role=alert]{color:light-dark(#b3261e,#ff8a80)}`
