import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => new URL(path, import.meta.url).pathname

/** The console: served by the API at `/admin`, and by the desktop app under its own scheme at the same path. */
// biome-ignore lint/style/noDefaultExport: Vite and electron-vite read settings from the default export
export default defineConfig({
  root: here('./src/renderer'),
  base: '/admin/',
  plugins: [react()],
  build: {
    target: 'es2022',
    outDir: here('./out/renderer'),
    emptyOutDir: true,
    reportCompressedSize: false,
    rollupOptions: { input: here('./src/renderer/index.html') },
  },
})
