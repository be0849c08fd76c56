import { readFileSync } from 'node:fs'
import transformImports from '@rolldown/plugin-transform-imports'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const { version }: { version: string } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'))

// The icons' door alone names 6,000 files, most of what a build would read.
const icons = { '@tabler/icons-react': { transform: '@tabler/icons-react/dist/esm/icons/{{member}}.mjs' } }

/** The customer portal, served by the API at `/`. */
export default defineConfig({
  plugins: [react(), transformImports(icons)],
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    target: 'es2022',
    outDir: 'dist',
    reportCompressedSize: false,
    rolldownOptions: { experimental: { lazyBarrel: true } },
  },
})
