import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Level } from '@quarterdeck/core/identity'

/** One component, hook or constant of the screens. */
interface Piece {
  file: string
  name: string
  text: string
}

const app = join(import.meta.dirname, '../../../app/src')

/** How far up a button may stand from what it does: a form in a dialog of a hook. */
const furthest = 3

function readPieces(): Piece[] {
  const files = globSync('**/*.{ts,tsx}', { cwd: app }).filter(path => !/\.test\.|\.d\.ts$/.test(path))
  return files.flatMap(file =>
    readFileSync(join(app, file), 'utf8')
      .split(/^(?=(?:export )?(?:async )?(?:function|const) \w)/m)
      .map(text => ({ file, name: /^(?:export )?(?:async )?(?:function|const) (\w+)/.exec(text)?.[1] ?? '', text })),
  )
}

const isWord = (name: string) => new RegExp(`\\b${name}\\b`)

/** What uses a piece: in its own file, or in one that imports it. */
function usersOf({ file, name }: Piece, pieces: readonly Piece[]): Piece[] {
  const word = isWord(name)
  const place = `/${basename(file)}'`
  const imports = new Set(
    pieces.filter(each => !each.name && each.text.includes(place) && word.test(each.text)).map(each => each.file),
  )
  return pieces.filter(
    each => each.name && each.name !== name && (each.file === file || imports.has(each.file)) && word.test(each.text),
  )
}

/** Whoever may administer may write. */
const asked: Partial<Record<Level, RegExp>> = {
  write: /(?:useMay\(|right=)['"](?:write|admin)['"]/,
  admin: /(?:useMay\(|right=)['"]admin['"]/,
}

function isAsked(piece: Piece, level: Level, pieces: readonly Piece[], hops = furthest): boolean {
  // Customers see what is theirs in the portal, and staff have nothing to do there.
  if (piece.file.startsWith('portal/') || asked[level]?.test(piece.text)) return true
  const users = hops > 0 ? usersOf(piece, pieces) : []
  return users.length > 0 && users.every(user => isAsked(user, level, pieces, hops - 1))
}

/**
 * Calls in the screens that not every reader may make, and that nothing near asks `useMay` about.
 * @param levelOf the right that a procedure needs; null where every reader of the console has it.
 * @returns such as `features/funnels/funnel-page.tsx FunnelActions: funnels.remove`
 */
export function offeredInVain(levelOf: (path: string) => Level | null): string[] {
  const pieces = readPieces()
  const calls =
    /\b(?:trpc|client)\s*\.(\w+\.\w+)\s*\.(?:mutationOptions|mutate|queryOptions|infiniteQueryOptions|query)\b/g
  return pieces.flatMap(piece =>
    [...piece.text.matchAll(calls)].flatMap(([, path = '']) => {
      const level = levelOf(path)
      return level === null || isAsked(piece, level, pieces) ? [] : [`${piece.file} ${piece.name}: ${path}`]
    }),
  )
}
