import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface PostgresOptions {
  /** Keep every committed row through a crash, as in earnest. Off for tests (faster), on for measurements. */
  durable?: boolean
  /** More `postgresql.conf` settings, such as `{ shared_buffers: '512MB' }`. */
  settings?: Record<string, string>
  /** The folder of `initdb` and `postgres`; else the newest that `findPostgres` knows. */
  binaries?: string
}

export interface ThrowawayPostgres {
  /** `postgres://…` over TCP on 127.0.0.1. */
  url: string
  /** The same server over its unix socket, in the spelling of `pg`. */
  socketUrl: string
  /** The socket itself, for the option `path` of postgres.js, which knows no URL for it. */
  socketPath: string
  /** Ends the server and removes its files. Also happens when this process ends, however it ends. */
  stop: () => Promise<void>
}

/** The folder of the newest `initdb` on this machine; undefined where there is none. */
export function findPostgres(): string | undefined {
  const folders = [
    ...globSync(['/usr/lib/postgresql/*/bin', '/opt/homebrew/opt/postgresql@*/bin', '/usr/pgsql-*/bin']).sort((a, b) =>
      b.localeCompare(a, 'en', { numeric: true }),
    ),
    ...[configured()].flatMap(folder => folder ?? []),
  ]
  return folders.find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

function configured(): string | undefined {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

/**
 * Starts a Postgres server of its own in a new temporary folder: superuser `postgres` without a password, reachable
 * only from this machine, 200 connections. As root it runs as the user `postgres`, since Postgres refuses root.
 * Throws when there are no binaries or the server does not come up, with the end of its log.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<ThrowawayPostgres> {
  const binaries = options.binaries ?? findPostgres()
  if (!binaries || !existsSync(join(binaries, 'initdb')))
    throw new Error(`No Postgres binaries (initdb, postgres) ${binaries ? `in ${binaries}` : 'on this machine'}`)
  // A short name, since a socket's path has at most 107 characters.
  const folder = mkdtempSync(join(tmpdir(), 'qd-pg-'))
  const owner = serverUser()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  createCluster(join(binaries, 'initdb'), folder, owner)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    max_connections: '200',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  }
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const stop = spawnGuarded(join(binaries, 'postgres'), args, folder, owner)
  try {
    await untilReady(data, folder)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    socketUrl: `postgres://postgres@${encodeURIComponent(folder)}:${port}/postgres`,
    socketPath: join(folder, `.s.PGSQL.${port}`),
    stop,
  }
}

function createCluster(initdb: string, folder: string, owner: Owner | undefined): void {
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C'
  const args = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', `--locale=${locale}`]
  try {
    execFileSync(initdb, [...args, '--no-sync'], { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
}

/**
 * A shell between us and the server waits for its standard input to close, which happens even when this process is
 * killed outright; then it ends the server and removes the folder. So nothing is ever left behind.
 */
const guardScript =
  'trap "" INT TERM HUP; "$@" >"$0/log" 2>&1 </dev/null & read _; kill -INT $! 2>/dev/null; wait $!; cd /; rm -rf "$0"'

function spawnGuarded(command: string, args: string[], folder: string, owner: Owner | undefined): () => Promise<void> {
  const shell = spawn('/bin/sh', ['-c', guardScript, folder, command, ...args], {
    ...owner,
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>(resolve => shell.once('close', () => resolve()))
  // Neither the shell nor the pipe to it may keep a process alive that has nothing else to do.
  shell.unref()
  if (shell.stdin instanceof Socket) shell.stdin.unref()
  return () => {
    shell.ref()
    shell.stdin.end()
    return ended
  }
}

interface Owner {
  uid: number
  gid: number
}

function serverUser(): Owner | undefined {
  if (userInfo().uid !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Below those that systems give to whoever asks for any; each process begins elsewhere. */
let next = 20_000 + (process.pid % 1_000) * 12

/** A port that nothing listens at; before the server does, no other process is given it by chance. */
async function freePort(): Promise<number> {
  for (const last = next + 1_000; next < last; ) {
    const port = next++
    const probe = createServer()
    const isFree = new Promise<boolean>(resolve => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (await isFree) return port
  }
  throw new Error('No free port')
}

/** The eighth line of `postmaster.pid` says `ready` once connections are accepted (PostgreSQL 10 and later). */
async function untilReady(data: string, folder: string): Promise<void> {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    const state = readIfThere(join(data, 'postmaster.pid')).split('\n')[7]?.trim()
    if (state === 'ready') return
    if (readIfThere(join(folder, 'log')).includes('FATAL:')) break
    await sleep(25)
  }
  throw new Error(`Postgres did not start:\n${readIfThere(join(folder, 'log')).slice(-2000)}`)
}

const readIfThere = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
