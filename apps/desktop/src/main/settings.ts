import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { serverOrigin } from './addresses.ts'

/** What the app remembers between runs, besides the sign-in. */
export interface Settings {
  server: () => string | undefined
  setServer: (origin: string) => Promise<void>
}

/** Reads the settings file; one that is missing or spoilt counts as a first start. */
export async function openSettings(file: string): Promise<Settings> {
  let server = await readServer(file)
  return {
    server: () => server,
    setServer: async origin => {
      server = origin
      await mkdir(dirname(file), { recursive: true })
      // A rename leaves a whole file, even when the power goes in between.
      await writeFile(`${file}.new`, `${JSON.stringify({ server })}\n`)
      await rename(`${file}.new`, file)
    },
  }
}

async function readServer(file: string): Promise<string | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(file, 'utf8'))
    const known = typeof found === 'object' && found !== null && 'server' in found && typeof found.server === 'string'
    return known ? serverOrigin(String(found.server)) : undefined
  } catch {
    return undefined
  }
}
