import transformImports from '@rolldown/plugin-transform-imports'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => new URL(path, import.meta.url).pathname

// The icons' door alone names 6,000 files, most of what a build would read.
const icons = { '@tabler/icons-react': { transform: '@tabler/icons-react/dist/esm/icons/{{member}}.mjs' } }

/** The console: served by the API at `/admin`, and by the desktop app under its own scheme at the same path. */
// biome-ignore lint/style/noDefaultExport: Vite and electron-vite read settings from the default export
export default defineConfig({
  root: here('./src/renderer'),
  base: '/admin/',
  plugins: [react(), transformImports(icons)],
  build: {
    target: 'es2022',
    outDir: here('./out/renderer'),
    emptyOutDir: true,
    reportCompressedSize: false,
    rolldownOptions: { experimental: { lazyBarrel: true }, input: here('./src/renderer/index.html') },
  },
})
