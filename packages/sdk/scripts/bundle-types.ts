import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'

const packages = resolve(import.meta.dirname, '../..')
const entry = join(packages, 'sdk/types/src/client/index.d.ts')

/** What a caller of procedures never sees, and would drag the whole server in. */
const hidden = /\/trpc\/types\/src\/context\.d\.ts$/

const stub =
  'export interface Context {}\nexport interface RequestFacts {}\nexport declare function createContext(): Context\n'

/** The declaration that `tsc -b` wrote for a door of one of our packages. */
function declarationOf(specifier: string): string {
  const [, name = '', ...rest] = specifier.split('/')
  const folder = join(packages, name)
  // npm's shape: our doors are plain paths to sources.
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: Record<string, string> }
  const source = manifest.exports[rest.length > 0 ? `./${rest.join('/')}` : '.']
  if (!source) throw new Error(`${specifier} is no door`)
  return join(folder, 'types', source.replace(/\.ts$/, '.d.ts'))
}

const workspaceDeclarations: Plugin = {
  name: 'declarations of the workspace',
  resolveId: {
    // Before anything that would find the sources.
    order: 'pre',
    handler: (id, importer) => {
      if (id.startsWith('@quarterdeck/')) return declarationOf(id)
      if (!importer || !id.startsWith('.')) return undefined
      return resolve(dirname(importer), id.replace(/(\.d)?\.[jt]s$/, '.d.ts'))
    },
  },
  load: id => (hidden.test(id) ? stub : undefined),
}

/**
 * Bundles the client's declarations with those of the router that they name, so that the published package needs nothing
 * of ours. Run `tsc -b` first.
 * @param outDir where `client.d.ts` is written.
 */
export async function bundleTypes(outDir: string): Promise<void> {
  const bundle = await rolldown({
    input: { client: entry },
    // What remains of other packages in the end is tRPC alone; see below.
    external: id => !/^(\.|\/|@quarterdeck\/)/.test(id),
    plugins: [workspaceDeclarations, dts({ dtsInput: true, emitDtsOnly: true, sourcemap: false, tsconfig: false })],
  })
  await bundle.write({ dir: outDir, format: 'esm', entryFileNames: '[name].d.ts' })
}

if (import.meta.main) await bundleTypes(process.argv[2] ?? join(packages, 'sdk/dist'))
