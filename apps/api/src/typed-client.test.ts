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
  await cp(join(sdk, 'types'), join(installed, 'types'), { recursive: true })
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

/** Puts what the package's README tells people to write beside the service, a file each. */
async function writeReadme(): Promise<string[]> {
  const readme = await readFile(join(sdk, 'README.md'), 'utf8')
  const snippets = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
  const files = snippets.map((_, index) => `readme-${index}.ts`)
  await Promise.all(snippets.map((code, index) => writeFile(join(folder, files[index] ?? ''), code)))
  return files
}

const failed = (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`

test('a service of its own calls every procedure by its types, with a read and a write key, as the README says', async () => {
  await cp(resolve(import.meta.dirname, '../tests/typed-service'), folder, { recursive: true })
  await installPublished()
  const snippets = await writeReadme()
  expect(snippets).toHaveLength(3)
  const config = JSON.parse(await readFile(join(folder, 'tsconfig.json'), 'utf8')) as { files: string[] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, files: [...config.files, ...snippets] }))
  expect(await run(tsc, ['-p', folder, '--pretty', 'false']).then(() => '', failed)).toBe('')
  const keyFor = async (scope: 'read' | 'write') =>
    (await createKey(server.deps.db, server.scope, { name: `Service: ${scope}`, scopes: [scope] })).key
  const env = { QUARTERDECK_URL: server.url, READ_KEY: await keyFor('read'), WRITE_KEY: await keyFor('write') }
  const { stdout } = await run(process.execPath, [join(folder, 'service.ts')], { env: { ...process.env, ...env } })
  expect(JSON.parse(stdout)).toEqual({ names: ['From outside'], steps: 2, refused: 'FORBIDDEN' })
}, 120_000)
