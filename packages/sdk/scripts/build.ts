import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin, transform } from 'esbuild'

/** The promise of the product: the script tag weighs at most this much, gzipped. */
export const scriptBudget = 4096

/** The chat widget, all that loads before somebody writes: its script tag and its file, gzipped. */
export const widgetBudget = 25 * 1024

const root = new URL('..', import.meta.url).pathname
const shared = { absWorkingDir: root, bundle: true, minify: true, target: 'es2022', write: false } as const

/** Style sheets as minified texts. */
const cssAsText: Plugin = {
  name: 'css as text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true })
      return { contents: code, loader: 'text' }
    })
  },
}

/** The widget under a name that holds its hash, so that browsers may keep it for ever, and the script tag that finds it. */
async function bundleWidget() {
  const jsx = { jsx: 'automatic', jsxImportSource: 'preact' } as const
  const widget = await build({
    ...shared,
    ...jsx,
    entryPoints: { widget: 'src/widget/index.tsx' },
    entryNames: '[name]-[hash]',
    format: 'esm',
    outdir: 'dist/widget',
    plugins: [cssAsText],
  })
  const name = basename(widget.outputFiles[0]?.path ?? '')
  const loader = await build({
    ...shared,
    entryPoints: { widget: 'src/widget/loader.ts' },
    define: { __WIDGET__: JSON.stringify(name) },
    format: 'iife',
    outdir: 'dist',
  })
  return [widget, loader]
}

/** The files of `dist/`, by name. */
export async function bundle(): Promise<Map<string, Uint8Array>> {
  const widget = bundleWidget()
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
    [...outputs, ...(await widget)].flatMap(({ outputFiles }) =>
      outputFiles.map(file => [file.path.slice(root.length), file.contents]),
    ),
  )
}

/** Size of a file after `gzip -9`, in bytes. */
export const gzippedSize = (content: Uint8Array): number => gzipSync(content, { level: 9 }).length

/** What a page loads that has the widget: files by name, with their sizes gzipped. */
export const widgetSizes = (files: ReadonlyMap<string, Uint8Array>) =>
  [...files]
    .filter(([path]) => /\bwidget\b/.test(path))
    .map(([path, content]) => ({ path, size: gzippedSize(content) }))

if (import.meta.main) {
  const files = await bundle()
  // Widgets of former builds: their script tag is gone with them.
  await rm(join(root, 'dist/widget'), { recursive: true, force: true })
  for (const [path, content] of files) {
    await mkdir(join(root, dirname(path)), { recursive: true })
    await writeFile(join(root, path), content)
    const size = gzippedSize(content)
    process.stdout.write(`${path}: ${content.length} bytes, ${size} gzipped\n`)
    if (path === 'dist/quarterdeck.js' && size > scriptBudget) throw new Error(`More than ${scriptBudget} bytes.`)
  }
  const size = widgetSizes(files).reduce((sum, file) => sum + file.size, 0)
  if (size > widgetBudget) throw new Error(`The widget has more than ${widgetBudget} bytes.`)
}
