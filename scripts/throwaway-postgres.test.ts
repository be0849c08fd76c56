import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPostgres, startPostgres } from './throwaway-postgres.ts'

const answers = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => socket.destroy()).setTimeout(1000, () => resolve(false))
    socket.once('connect', () => socket.end())
  })

const folderOf = (socketUrl: string) => decodeURIComponent(socketUrl.replace(/^.*@(.*):\d+\/postgres$/, '$1'))

test.skipIf(!findPostgres())('starts, answers, and leaves nothing behind when stopped', async () => {
  const server = await startPostgres()
  const folder = folderOf(server.socketUrl)
  expect(await answers(Number(new URL(server.url).port))).toBe(true)
  expect(existsSync(join(folder, `.s.PGSQL.${new URL(server.url).port}`))).toBe(true)
  await server.stop()
  expect(await answers(Number(new URL(server.url).port))).toBe(false)
  expect(existsSync(folder)).toBe(false)
})

test.skipIf(!findPostgres())('leaves nothing behind when its owner is killed outright', async () => {
  const module = join(import.meta.dirname, 'throwaway-postgres.ts')
  const program = `const { startPostgres } = await import(${JSON.stringify(module)})
    process.stdout.write((await startPostgres()).socketUrl)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const socketUrl = await new Promise<string>(resolve => child.stdout.once('data', chunk => resolve(String(chunk))))
  const folder = folderOf(socketUrl)
  expect(existsSync(folder)).toBe(true)
  child.kill('SIGKILL')
  await expect.poll(() => existsSync(folder)).toBe(false)
  expect(await answers(Number(/:(\d+)\/postgres$/.exec(socketUrl)?.[1]))).toBe(false)
})

test.skipIf(!findPostgres())('does not keep a process alive that forgets it', async () => {
  const module = join(import.meta.dirname, 'throwaway-postgres.ts')
  const program = `const { startPostgres } = await import(${JSON.stringify(module)}); await startPostgres()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
  expect(await new Promise(resolve => child.once('close', resolve))).toBe(0)
})

test.skipIf(!findPostgres())('a server that does not come up says why', async () => {
  await expect(startPostgres({ settings: { shared_buffers: 'a lot' } })).rejects.toThrow(/shared_buffers/)
})

test('binaries that are not there are named', async () => {
  await expect(startPostgres({ binaries: '/nowhere' })).rejects.toThrow(/\/nowhere/)
})
