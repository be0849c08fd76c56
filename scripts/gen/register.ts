import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ranks } from '../boundaries/rooms.ts'
import type { Names } from './names.ts'

/** Puts a line into a file before or after the place that `find` marks. */
interface Insertion {
  file: string
  find: RegExp
  /** What stands there afterwards; `$&` is what was found. */
  become: string
}

/** Without these lines the new files do not compile, and there is nothing to decide about them. */
function insertions({ domain, router }: Names): Insertion[] {
  const root = 'packages/trpc/src/root.ts'
  return [
    { file: 'packages/db/src/schema/index.ts', find: /$(?![\s\S])/, become: `export * from './${domain}.ts'\n` },
    {
      file: 'packages/core/package.json',
      find: /"exports": \{\n/,
      become: `$&    "./${domain}": "./src/${domain}/index.ts",\n`,
    },
    {
      file: root,
      find: /import \{ [^\n]*'\.\/routers\//,
      become: `import { ${router} } from './routers/${domain}.ts'\n$&`,
    },
    { file: root, find: /type AppRoutes = \{\n/, become: `$&  ${router}: typeof ${router}\n` },
    { file: root, find: /const routes: AppRoutes = \{/, become: `$& ${router},` },
  ]
}

/** Makes the insertions. @throws Error with the line to add by hand where a place is not found. */
export function register(root: string, names: Names): string[] {
  const files = insertions(names).map(({ file, find, become }) => {
    const path = join(root, file)
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    if (!find.test(text))
      throw new Error(`${file} has changed its shape: add ${become.replace('$&', '').trim()} by hand`)
    writeFileSync(path, text.replace(find, become))
    return file
  })
  return [...new Set(files)]
}

/** What is left for a person, because it wants a decision. */
export function leftToDo({ domain, router, sql, Many, words }: Names): string[] {
  const rank = ranks[domain] === undefined
  return [
    ...(rank ? [`give ${domain} a rank in scripts/boundaries/rooms.ts and a line in docs/DOMAINS.md`] : []),
    `finish the table in packages/db/src/schema/${domain}.ts, then: pnpm --filter @quarterdeck/db generate --name ${domain}`,
    `put it on the change feed: end the new migration with SELECT watch_table('${sql}');`,
    `show it: a route for ${Many}Page (features/${domain}/${domain}-page.tsx) in packages/app/src/console/router.tsx`,
    `and an entry in packages/app/src/shell/nav.ts, such as { label: '${words}', to: '/${domain}' }`,
    `say what it is in docs/GLOSSARY.md; then pnpm verify and pnpm test unit ${router === domain ? domain : 'core'}`,
  ]
}
