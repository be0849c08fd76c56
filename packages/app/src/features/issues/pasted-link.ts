export type PastedLink = { kind: 'jira'; key: string; url?: string } | { kind: 'github_pr'; key: string; url: string }

const ticketKey = /^[A-Z][A-Z0-9_]{1,30}-\d{1,10}$/
const pullPath = /^\/([\w.-]+)\/([\w.-]+)\/pull\/(\d+)(?:\/|$)/

function readAddress(text: string): URL | null {
  try {
    const url = new URL(text)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null
  } catch {
    return null
  }
}

/** What people paste: a ticket's key or address, or a pull request's; null when it is neither. */
export function readPastedLink(pasted: string): PastedLink | null {
  const text = pasted.trim()
  if (ticketKey.test(text.toUpperCase())) return { kind: 'jira', key: text.toUpperCase() }
  const [, name, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(text) ?? []
  if (name && number) return { kind: 'github_pr', key: text, url: `https://github.com/${name}/pull/${number}` }
  const url = readAddress(text)
  if (!url) return null
  const [, owner, repository, pull] = pullPath.exec(url.pathname) ?? []
  if (owner && repository && pull) {
    const key = `${owner}/${repository}#${pull}`
    return { kind: 'github_pr', key, url: `${url.origin}/${owner}/${repository}/pull/${pull}` }
  }
  const named = [url.searchParams.get('selectedIssue'), ...url.pathname.split('/').reverse()]
  const key = named.find(part => part !== null && ticketKey.test(part))
  return key ? { kind: 'jira', key, url: text } : null
}
