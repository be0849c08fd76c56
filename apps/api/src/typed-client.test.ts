import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createKey } from '@quarterdeck/core/identity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './testing/server.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../../..')
const sdk = join(root, 'packages/sdk')
const tsc = join(root, 'node_modules/.bin/tsc')

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startTestServer()
  folder = await mkdtemp(join(tmpdir(), 'typed-service-'))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Installs the package as it would be published: its built files, its published doors, and no source of ours. */
async function installPublished(): Promise<void> {
  const installed = join(folder, 'node_modules/@quarterdeck/sdk')
  await mkdir(join(installed, 'dist'), { recursive: true })
  await run(tsc, ['-b', join(sdk, 'src/client')])
  await run(process.execPath, [join(sdk, 'scripts/bundle-types.ts'), join(installed, 'dist')])
  await run(process.execPath, [join(sdk, 'scripts/build.ts')])
  await cp(join(sdk, 'dist/client.js'), join(installed, 'dist/client.js'))
  // npm's shape; only the doors are read.
  const { publishConfig } = JSON.parse(await readFile(join(sdk, 'package.json'), 'utf8')) as {
    publishConfig: { exports: object }
  }
  const manifest = { name: '@quarterdeck/sdk', type: 'module', exports: publishConfig.exports }
  await writeFile(join(installed, 'package.json'), JSON.stringify(manifest))
  await mkdir(join(folder, 'node_modules/@types'), { recursive: true })
  await symlink(join(sdk, 'node_modules/@trpc'), join(folder, 'node_modules/@trpc'))
  await symlink(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'))
}

const failed = (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`

test('a service of its own calls every procedure by its types, with a read and a write key', async () => {
  await cp(resolve(import.meta.dirname, '../tests/typed-service'), folder, { recursive: true })
  await installPublished()
  expect(await run(tsc, ['-p', folder, '--pretty', 'false']).then(() => '', failed)).toBe('')
  const keyFor = async (scope: 'read' | 'write') =>
    (await createKey(server.deps.db, server.scope, { name: `Service: ${scope}`, scopes: [scope] })).key
  const env = { QUARTERDECK_URL: server.url, READ_KEY: await keyFor('read'), WRITE_KEY: await keyFor('write') }
  const { stdout } = await run(process.execPath, [join(folder, 'service.ts')], { env: { ...process.env, ...env } })
  expect(JSON.parse(stdout)).toEqual({ names: ['From outside'], steps: 2, refused: 'FORBIDDEN' })
}, 120_000)
