import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { repositoryFiles } from './repository-files.ts'

/** Something that the documents name and the repository does not have. */
export interface Missing {
  path: string
  line: number
  text: string
}

const rooted = /^(packages|apps|scripts|bench|e2e|docs|\.ci)\//
/** What builds and runs leave behind is named in documents, but is not there in a fresh clone. */
const made = /(^|\/)(dist|out|types|node_modules|\.data|\.turbo)(\/|$)/
const file = /^[\w@.{}<>*,/-]+\.(tsx?|json|ya?ml|sql|md|css)$/
/** Words after `pnpm` that are pnpm's own. */
const own = new Set(
  'add approve-builds audit deploy dlx exec fetch i install licenses list outdated pack prune publish rebuild remove store up update why'.split(
    ' ',
  ),
)

/** Every path and `pnpm` command in README.md, docs/ and the packages' READMEs that does not exist in `root`. */
export function findMissing(root: string): Missing[] {
  const files = repositoryFiles(root)
  const scripts = scriptReader(root)
  // Examples tell of other repositories.
  const documents = files.filter(path =>
    /^(README\.md|docs\/(?!examples\/).+\.md|(packages|apps)\/[^/]+\/README\.md)$/.test(path),
  )
  return documents.flatMap(path =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((text, index) =>
        [
          ...pathsIn(text).filter(name => !exists(name, dirname(path), files)),
          ...commandsIn(text).filter(command => !isCommand(command, root, scripts)),
        ].map(name => ({ path, line: index + 1, text: `\`${name}\` is not there` })),
      ),
  )
}

/** Paths between single back-ticks, without a line number at their end. */
function pathsIn(text: string): string[] {
  const spans = [...text.matchAll(/`([^`\s]+)`/g)].map(([, span = '']) => span.replace(/:\d+(-\d+)?$/, ''))
  return spans.filter(span => !made.test(span) && !span.includes('://') && (rooted.test(span) || file.test(span)))
}

/** `<domain>` and `*` stand for any name, `…` for any folders, `{a,b}` for each: all of them have to be there. */
function exists(name: string, folder: string, files: readonly string[]): boolean {
  return spread(name.replace(/\/$/, '')).every(each => {
    const pattern = new RegExp(
      `^${each
        .split(/(<[^>]+>|\*\*|\*|…|\.\.\.)/)
        .map(toPattern)
        .join('')}(/.*)?$`,
    )
    if (each.startsWith('/') || (each.startsWith('.') && !rooted.test(each))) return true
    if (files.some(path => pattern.test(path) || pattern.test(relativeTo(folder, path)))) return true
    return !rooted.test(each) && files.some(path => tails(path).some(tail => pattern.test(tail)))
  })
}

const toPattern = (part: string, index: number): string => {
  if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return part.startsWith('<') || part === '*' ? '[^/]+' : '.+'
}

const relativeTo = (folder: string, path: string): string =>
  folder !== '.' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path

const tails = (path: string): string[] => path.split('/').map((_, index, parts) => parts.slice(index).join('/'))

function spread(name: string): string[] {
  const [, before = '', choices, after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(name) ?? []
  return choices === undefined ? [name] : choices.split(',').flatMap(choice => spread(before + choice.trim() + after))
}

/** `pnpm …` in code spans and in the lines of code blocks. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/(?:^\s*(?:\$ )?|`|npx -y )(pnpm(?:@[\w.]+)?(?: [^\s`#;&|]+)+)/g)].map(
    ([, command = '']) => command,
  )
}

function isCommand(command: string, root: string, scripts: (folder: string) => string[]): boolean {
  const words = command.split(' ').slice(1)
  const filter = ['--filter', '-F'].includes(words[0] ?? '') ? words[1] : undefined
  const [first, second] = filter ? words.slice(2) : words
  const script = first === 'run' ? second : first
  if (!script || script.startsWith('-') || script.startsWith('<') || own.has(script)) return true
  if (!filter) return scripts(root).includes(script)
  const folder = globSync(`{packages,apps}/${basename(filter)}`, { cwd: root })[0]
  return folder !== undefined && scripts(join(root, folder)).includes(script)
}

function scriptReader(_root: string): (folder: string) => string[] {
  const known = new Map<string, string[]>()
  return folder => {
    const manifest = join(folder, 'package.json')
    if (!existsSync(manifest)) return []
    const names = known.get(folder) ?? Object.keys(Object(JSON.parse(readFileSync(manifest, 'utf8')).scripts))
    known.set(folder, names)
    return names
  }
}

if (import.meta.main) {
  const missing = findMissing(dirname(import.meta.dirname))
  for (const { path, line, text } of missing) console.error(`${path}:${line} ${text}`)
  if (missing.length > 0) process.exitCode = 1
}
