import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** The promise of the product: the script tag weighs at most this much, gzipped. */
export const scriptBudget = 4096

const root = new URL('..', import.meta.url).pathname
const shared = { absWorkingDir: root, bundle: true, minify: true, target: 'es2022', write: false } as const

/** The files of `dist/`, by name. */
export async function bundle(): Promise<Map<string, Uint8Array>> {
  const outputs = await Promise.all([
    build({ ...shared, entryPoints: { quarterdeck: 'src/browser/script-tag.ts' }, format: 'iife', outdir: 'dist' }),
    build({ ...shared, entryPoints: { browser: 'src/browser/index.ts' }, format: 'esm', outdir: 'dist' }),
    build({
      ...shared,
      entryPoints: { node: 'src/node/index.ts', wire: 'src/wire.ts' },
      format: 'esm',
      platform: 'node',
      target: 'node22',
      minify: false,
      outdir: 'dist',
    }),
    build({
      ...shared,
      entryPoints: { client: 'src/client/index.ts' },
      format: 'esm',
      packages: 'external',
      minify: false,
      outdir: 'dist',
    }),
  ])
  return new Map(
    outputs.flatMap(({ outputFiles }) => outputFiles.map(file => [file.path.slice(root.length), file.contents])),
  )
}

/** Size of a file after `gzip -9`, in bytes. */
export const gzippedSize = (content: Uint8Array): number => gzipSync(content, { level: 9 }).length

if (import.meta.main) {
  await mkdir(join(root, 'dist'), { recursive: true })
  for (const [path, content] of await bundle()) {
    await writeFile(join(root, path), content)
    const size = gzippedSize(content)
    process.stdout.write(`${path}: ${content.length} bytes, ${size} gzipped\n`)
    if (path === 'dist/quarterdeck.js' && size > scriptBudget) throw new Error(`More than ${scriptBudget} bytes.`)
  }
}
