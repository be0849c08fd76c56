import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, visitorKeys } from 'oxc-parser'
import { repositoryFiles } from '../repository-files.ts'

/** One `import`, `export … from`, `import()` or `import('…')` type. */
export interface Import {
  specifier: string
  line: number
  /** Nothing of it is left when types are stripped. */
  typeOnly: boolean
  /** `import()`: loaded when needed, so it may point back without making a cycle. */
  lazy: boolean
}

/** What the rules need to know of one source file. */
export interface Source {
  /** From the root of the repository, with `/`. */
  path: string
  imports: Import[]
  /** Names used but declared nowhere in the file, with the line of their first use. */
  globals: Map<string, number>
  /** Lines that read `process.env`. */
  environment: number[]
  /** Why the file could not be parsed; then the rest is empty. */
  fault?: string
}

interface Node {
  type: string
  start: number
  [key: string]: unknown
}

/** Reads and parses every TypeScript file below the given folders of `root`. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return repositoryFiles(root)
    .filter(path => /\.tsx?$/.test(path) && folders.some(folder => path.startsWith(`${folder}/`)))
    .map(path => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

/** Parses one file. */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  const source: Source = { path, imports: [], globals: new Map(), environment: [] }
  const [error] = parsed.errors
  if (error) return { ...source, fault: error.message }
  const lineOf = lineCounter(text)
  const declared = new Set<string>()
  const used = new Map<string, number>()
  walk(asNode(parsed.program), undefined, '', (node, parent, key) => {
    const line = lineOf(node.start)
    const found = importOf(node, line)
    if (found) source.imports.push(found)
    if (readsEnvironment(node)) source.environment.push(line)
    const name = nameOf(node)
    if (!name) return
    if (parent && isDeclaration(parent, key)) declared.add(name)
    else if (parent && !isLabel(parent, key) && !used.has(name)) used.set(name, line)
  })
  for (const [name, line] of used) if (!declared.has(name)) source.globals.set(name, line)
  return source
}

function walk(
  node: Node,
  parent: Node | undefined,
  key: string,
  visit: (node: Node, parent: Node | undefined, key: string) => void,
): void {
  visit(node, parent, key)
  for (const childKey of visitorKeys[node.type] ?? []) {
    const value = node[childKey]
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child))
        walk(child, isPattern(node) ? { ...node, binds: binds(node, parent, key) } : node, childKey, visit)
    }
  }
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value
const asNode = (value: unknown): Node => {
  if (!isNode(value)) throw new Error('The parser gave no tree')
  return value
}

const patterns = new Set([
  'ObjectPattern',
  'ArrayPattern',
  'AssignmentPattern',
  'RestElement',
  'Property',
  'TSParameterProperty',
])
const isPattern = (node: Node) => patterns.has(node.type)

/** A pattern inside a declaration declares; a pattern on the left of `=` only assigns. */
function binds(node: Node, parent: Node | undefined, key: string): boolean {
  if (node.type === 'Property' && parent?.type !== 'ObjectPattern') return false
  return parent !== undefined && isDeclaration(parent, key)
}

const declaringKeys: Record<string, string> = {
  VariableDeclarator: 'id',
  CatchClause: 'param',
  ImportSpecifier: 'local',
  ImportDefaultSpecifier: 'local',
  ImportNamespaceSpecifier: 'local',
  TSTypeParameter: 'name',
  TSTypeAliasDeclaration: 'id',
  TSInterfaceDeclaration: 'id',
  TSModuleDeclaration: 'id',
}

function isDeclaration(parent: Node, key: string): boolean {
  if (declaringKeys[parent.type] === key || key === 'params') return true
  if (/Function|Class/.test(parent.type) && key === 'id') return true
  if (parent.type === 'AssignmentPattern' && key === 'right') return false
  if (parent.type === 'Property' && key === 'key') return false
  return parent.binds === true
}

const labelled: Record<string, string> = {
  MemberExpression: 'property',
  Property: 'key',
  MethodDefinition: 'key',
  PropertyDefinition: 'key',
  TSPropertySignature: 'key',
  TSMethodSignature: 'key',
  TSQualifiedName: 'right',
  TSNamedTupleMember: 'label',
  ImportSpecifier: 'imported',
  ExportSpecifier: 'exported',
  LabeledStatement: 'label',
  BreakStatement: 'label',
  ContinueStatement: 'label',
}

function isLabel(parent: Node, key: string): boolean {
  if (parent.type === 'MetaProperty') return true
  return labelled[parent.type] === key && parent.computed !== true
}

/** The name a node refers to: `x`, and also the `x` of `globalThis.x`. */
function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return String(node.name)
  return isMember(node, 'globalThis') ? memberName(node) : undefined
}

const isMember = (node: unknown, object: string): boolean =>
  isNode(node) && node.type === 'MemberExpression' && isNode(node.object) && nameOf(node.object) === object

function memberName(node: Node): string | undefined {
  const property = node.property
  if (!isNode(property)) return undefined
  return property.type === 'Identifier' && node.computed !== true ? String(property.name) : literal(property)
}

const literal = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined

function readsEnvironment(node: Node): boolean {
  if (isMember(node, 'process')) return memberName(node) === 'env'
  if (node.type === 'VariableDeclarator' && isNode(node.init) && nameOf(node.init) === 'process') {
    return namesIn(node.id, 'properties', 'key').includes('env')
  }
  if (node.type !== 'ImportDeclaration' || !/^(node:)?process$/.test(literal(node.source) ?? '')) return false
  return namesIn(node, 'specifiers', 'imported').includes('env')
}

function namesIn(node: unknown, list: string, key: string): string[] {
  const items = isNode(node) ? node[list] : undefined
  return Array.isArray(items)
    ? items.flatMap(item => (isNode(item) && isNode(item[key]) ? (nameOf(item[key]) ?? []) : []))
    : []
}

function importOf(node: Node, line: number): Import | undefined {
  const specifier = literal(node.source)
  if (specifier === undefined) return undefined
  if (node.type === 'ImportExpression') return { specifier, line, typeOnly: false, lazy: true }
  if (node.type === 'TSImportType') return { specifier, line, typeOnly: true, lazy: false }
  if (!/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type)) return undefined
  return { specifier, line, typeOnly: isTypeOnly(node), lazy: false }
}

function isTypeOnly(node: Node): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true
  const parts = node.specifiers
  if (!Array.isArray(parts) || parts.length === 0) return false
  return parts.every(part => isNode(part) && (part.importKind === 'type' || part.exportKind === 'type'))
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    const next = starts.findIndex(start => start > offset)
    return next === -1 ? starts.length : next
  }
}
