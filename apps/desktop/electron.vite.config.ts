import { existsSync } from 'node:fs'
import { defineConfig, type UserConfig } from 'electron-vite'

const rendererConfig = new URL('./vite.renderer.ts', import.meta.url)

/** The renderer's settings are shared with a plain `vite build`, which serves the same console in a browser. */
async function renderer(): Promise<Pick<UserConfig, 'renderer'>> {
  return existsSync(rendererConfig) ? { renderer: (await import(rendererConfig.href)).default } : {}
}

export default defineConfig(
  async (): Promise<UserConfig> => ({
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
    ...(await renderer()),
  }),
)
