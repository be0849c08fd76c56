/** The spellings of a domain and of its first entity, for `notes` and `note`. */
export interface Names {
  /** Folder and router: `essay-requests`. */
  domain: string
  /** The router in code: `essayRequests`. */
  router: string
  /** One entity in code: `essayRequest`, and as a type: `EssayRequest`. */
  one: string
  One: string
  /** The table in code, which is also the word for many: `essayRequests`, `EssayRequests`. */
  many: string
  Many: string
  /** The table in SQL: `essay_requests`. */
  sql: string
  /** In sentences: `essay request`, `essay requests`. */
  word: string
  words: string
}

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Spells a domain and its entity, both in kebab case. The entity is the domain without its `s` unless it is given.
 * @throws Error with what to do, for a name that is not kebab case or has no plain singular.
 */
export function spell(domain: string, entity = singular(domain)): Names {
  for (const name of [domain, entity])
    if (!kebab.test(name)) throw new Error(`${name}: use kebab-case, such as essay-requests`)
  const one = camel(entity)
  const many = `${one}s`
  return {
    domain,
    router: camel(domain),
    one,
    One: upper(one),
    many,
    Many: upper(many),
    sql: `${entity.replaceAll('-', '_')}s`,
    word: entity.replaceAll('-', ' '),
    words: `${entity.replaceAll('-', ' ')}s`,
  }
}

function singular(domain: string): string {
  if (/[^s]s$/.test(domain) && !/(ies|[sxz]es|[cs]hes)$/.test(domain)) return domain.slice(0, -1)
  throw new Error(`${domain}: say what one is called: pnpm gen domain ${domain} <entity>`)
}

const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
