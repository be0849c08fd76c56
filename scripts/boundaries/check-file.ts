import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import type { Manifest } from './manifests.ts'
import { packageOf, resolveFile } from './places.ts'
import {
  browserNames,
  isTest,
  keptBehind,
  mayReadEnvironment,
  nodeNames,
  type Right,
  type Room,
  ranks,
  rooms,
} from './rooms.ts'
import type { Import, Source } from './source.ts'

/** A broken rule, at a line of a file. */
export interface Violation {
  path: string
  line: number
  text: string
}

/** What one file breaks: who imports whom, doors, ranks, names of the wrong runtime, `process.env`. */
export function checkFile(source: Source, root: string, manifests: (folder: string) => Manifest): Violation[] {
  if (source.fault) return [{ path: source.path, line: 1, text: `does not parse: ${source.fault}` }]
  const room = roomOf(source.path)
  if (!room) return [{ path: source.path, line: 1, text: 'belongs to no room of scripts/boundaries/rooms.ts' }]
  const texts: [number, string | undefined][] = []
  for (const found of source.imports) {
    texts.push([found.line, checkKept(source, found)])
    if (found.specifier.startsWith('.')) texts.push([found.line, checkRelative(source, found, root)])
    else if (found.specifier.startsWith('@quarterdeck/'))
      texts.push([found.line, checkPackage(source, found, room, manifests)])
    else if (isBuiltin(found.specifier)) texts.push([found.line, checkBuiltin(source, found, room)])
  }
  for (const [name, line] of source.globals) texts.push([line, checkName(source, name, room)])
  if (!mayReadEnvironment(source.path))
    for (const line of source.environment) texts.push([line, 'reads process.env: only apps/api/src/env.ts does'])
  return texts.flatMap(([line, text]) => (text ? { path: source.path, line, text } : []))
}

const roomOf = (path: string): Room | undefined =>
  rooms.find(({ path: place }) => path === place || path === `${place}.ts` || path.startsWith(`${place}/`))

function checkKept(source: Source, { specifier }: Import): string | undefined {
  const kept = keptBehind.find(({ module, file }) => module.test(specifier) && source.path !== file)
  return kept && `imports ${specifier}: only ${kept.file} does`
}

function checkRelative(source: Source, { specifier }: Import, root: string): string | undefined {
  const target = posix.join(posix.dirname(source.path), specifier.replace(/\?.*$/, ''))
  const home = packageOf(source.path)
  if (target !== home && !target.startsWith(`${home}/`))
    return `reaches out of ${home} to ${target}: use the package's door`
  if (!resolveFile(root, target)) return `imports ${target}, which is not there`
  if (target.includes('/testing/') && !isTest(source.path)) return `imports ${target}, which is for tests`
  return checkRank(source.path, target) ?? checkShell(source.path, target)
}

/** The three processes of the desktop app share nothing but the bridge. */
function checkShell(from: string, to: string): string | undefined {
  const part = (path: string) => /^apps\/desktop\/src\/(main|preload|renderer)\//.exec(path)?.[1]
  const [here, there] = [part(from), part(to)]
  return here && there && here !== there && !isTest(from)
    ? `${here} imports ${there}: they share only src/bridge.ts`
    : undefined
}

function checkRank(from: string, to: string): string | undefined {
  const [here, there] = [domainOf(from), domainOf(to)]
  if (here === undefined || there === undefined) return undefined
  for (const domain of [here, there])
    if (domain !== '' && ranks[domain] === undefined)
      return `domain ${domain} has no rank in scripts/boundaries/rooms.ts`
  if (here === there) return undefined
  if (there === '' && isTest(from) && to.startsWith('packages/core/src/testing/')) return undefined
  if (there === '') return `${here} imports the root of core: import the domain by its index.ts`
  if (here === '' && isTest(from) && /\/testing\/[^/]+$/.test(to)) return undefined
  if (!to.endsWith('/index.ts')) return `imports ${to}: only ${there}/index.ts is a door`
  if (here !== '' && (ranks[there] ?? 0) >= (ranks[here] ?? 0))
    return `${here} (rank ${ranks[here]}) imports ${there} (rank ${ranks[there]}): only lower ranks`
  return undefined
}

/** The domain of a file in core; '' for a file at the root of core or in its testing folder. */
function domainOf(path: string): string | undefined {
  const rest = /^packages\/core\/src\/(.*)$/.exec(path)?.[1]
  if (rest === undefined) return undefined
  const [first = '', ...more] = rest.split('/')
  return more.length === 0 || first === 'testing' ? '' : first
}

function checkPackage(
  source: Source,
  { specifier, typeOnly }: Import,
  room: Room,
  manifests: (folder: string) => Manifest,
): string | undefined {
  const [, name = '', ...rest] = specifier.split('/')
  const folder = [`packages/${name}`, `apps/${name}`, name].find(place => manifests(place).exports)
  if (!folder) return `imports ${specifier}, which no package here is called`
  const door = rest.length > 0 ? `./${rest.join('/')}` : '.'
  if (!isDoor(manifests(folder).exports ?? {}, door)) return `imports ${specifier}, which is no door of ${folder}`
  if (packageOf(source.path) === folder) return `imports its own package ${specifier}: use a relative path`
  if (rest[0] === 'testing' && !isTest(source.path) && !['bench', 'e2e'].includes(room.name))
    return `imports ${specifier}: only tests do`
  const right = rightOf(room, source.path, name)
  if (right === 'types' && !typeOnly && !isTest(source.path))
    return `imports ${specifier}: ${room.name} may import only its types`
  if (right === 'root' && door !== '.' && !isTest(source.path))
    return `imports ${specifier}: ${room.name} may import only the root door of ${name}`
  if (right) return undefined
  if (isTest(source.path) && isDeclared(manifests(packageOf(source.path)), `@quarterdeck/${name}`)) return undefined
  return `imports ${specifier}: ${room.name} may not import ${name}`
}

function rightOf(room: Room, path: string, name: string): Right | undefined {
  const inside = path.slice(room.path.length + 1)
  const special = room.more?.find(({ files }) => files.test(inside))
  return special?.may[name] ?? room.may[name]
}

const isDeclared = ({ dependencies, devDependencies }: Manifest, name: string): boolean =>
  name in { ...dependencies, ...devDependencies }

const isDoor = (exports: Record<string, unknown>, door: string): boolean =>
  Object.keys(exports).some(key => {
    const [before = '', after] = key.split('*')
    return after === undefined ? key === door : door.startsWith(before) && door.endsWith(after)
  })

const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') ||
  builtinModules.includes(specifier) ||
  builtinModules.includes(specifier.split('/')[0] ?? '')

const isConfig = (path: string): boolean => path.endsWith('.config.ts') || /\/vite\.[a-z]+\.ts$/.test(path)

function checkBuiltin(source: Source, { specifier }: Import, room: Room): string | undefined {
  if (room.runtime !== 'browser' || isTest(source.path) || isConfig(source.path)) return undefined
  return `imports ${specifier}: ${room.name} runs in a browser`
}

function checkName(source: Source, name: string, room: Room): string | undefined {
  if (isTest(source.path) || isConfig(source.path)) return undefined
  if (room.runtime === 'browser' && nodeNames.some(known => known === name))
    return `uses ${name}: ${room.name} runs in a browser`
  if (room.runtime === 'node' && browserNames.some(known => known === name))
    return `uses ${name}: ${room.name} runs without a browser`
  return undefined
}
