import { defineConfig } from 'electron-vite'

// Main and preload only. electron-vite insists on relative addresses for a renderer, which break below `/admin/…`, so
// plain Vite builds that (vite.renderer.ts), and the very same files are served to browsers.
export default defineConfig({
  main: {
    build: {
      target: 'node24',
      outDir: 'out/main',
      rollupOptions: { input: 'src/main/index.ts', external: ['electron'] },
    },
  },
  preload: {
    build: {
      target: 'node24',
      outDir: 'out/preload',
      // A sandboxed preload cannot be an ES module.
      rollupOptions: {
        input: 'src/preload/index.ts',
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
})
