import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { migrate } from '../migrate.ts'
import { openEmbedded } from '../open-embedded.ts'
import { openServer } from '../open-server.ts'

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url))
const cache = fileURLToPath(new URL('../../../../node_modules/.cache/quarterdeck', import.meta.url))

/** Names a template by what it was made from, so that a changed migration makes a new one. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(migrations)).filter(name => name.endsWith('.sql')).sort()) {
    hash.update(await readFile(join(migrations, file)))
  }
  hash.update(await readFile(new URL('../migrate.ts', import.meta.url)))
  return hash.digest('hex').slice(0, 16)
}

const embeddedFile = async () => join(cache, `template-${await fingerprint()}.tar`)

/** The dumped data directory of a migrated embedded database, made once and kept between runs. */
export async function embeddedTemplate(): Promise<Uint8Array<ArrayBuffer>> {
  const file = await embeddedFile()
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const database = await openEmbedded(null)
  await migrate(database)
  const dump = await database.dump()
  await database.close()
  await mkdir(cache, { recursive: true })
  // Two runs may make it at once; a rename leaves a whole file either way.
  const unfinished = `${file}.${randomUUID()}`
  await writeFile(unfinished, dump)
  await rename(unfinished, file)
  return dump
}

/** Makes a data directory with the migrated embedded database in it: a process that opens it need not make one first. */
export async function unpackEmbedded(dataDir: string): Promise<void> {
  await embeddedTemplate()
  await mkdir(dataDir, { recursive: true })
  await promisify(execFile)('tar', ['-xf', await embeddedFile(), '-C', dataDir])
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** The name of a migrated database on the server, to create others from. Made by whoever comes first. */
export async function serverTemplate(server: string): Promise<string> {
  const name = `quarterdeck_template_${await fingerprint()}`
  const admin = postgres(server, { max: 1, onnotice: () => {} })
  try {
    await admin`select pg_advisory_lock(4400002)`
    const [known] = await admin`select from pg_database where datname = ${name}`
    if (!known) {
      const unfinished = `${name}_unfinished`
      await admin.unsafe(`drop database if exists ${unfinished}`)
      await admin.unsafe(`create database ${unfinished}`)
      const database = openServer(databaseUrl(server, unfinished), 1)
      await migrate(database)
      await database.close()
      await admin.unsafe(`alter database ${unfinished} rename to ${name}`)
    }
  } finally {
    await admin.end()
  }
  return name
}
