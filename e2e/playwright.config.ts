import { defineConfig } from '@playwright/test'

/** As root, a browser can only run without its sandbox; the rest keeps it from calling home. */
const flags = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const executablePath = process.env.QUARTERDECK_CHROMIUM

export default defineConfig({
  testDir: './tests',
  // One waits for its server or its browser about half of the time. Each has a server of its own (fixtures.ts).
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    // Without its film, which costs as much as the test.
    trace: { mode: 'retain-on-failure', screenshots: false },
    // Dialogs and notices come and go at once.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: [...flags, ...asRoot], ...(executablePath && { executablePath }) },
  },
})
