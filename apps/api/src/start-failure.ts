import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Env } from './env.ts'
import { StartError } from './start-error.ts'

/** Refuses a port before anything is made: what a first start makes up is shown at its end, and only there. */
export async function checkPort({ port, host }: Env): Promise<void> {
  const probe = createServer().listen(port, host)
  await once(probe, 'listening')
  probe.close()
  await once(probe, 'close')
}

const unreachable = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']
const cutOff = ['CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED']

function explainListening(code: string, { host, port }: Env): string {
  if (code === 'EADDRINUSE') return `Port ${port} is taken at ${host}: stop what listens there, or set PORT`
  if (code === 'EACCES') return `Port ${port} is not for this user: set PORT to one above 1023`
  return `HOST is ${host}, which is no address of this machine (${code})`
}

function explainPostgres(code: string, message: string, databaseUrl: string): string | null {
  // Never the whole address: a password stands in it.
  // Several hosts are no URL to Node, though postgres.js takes them.
  const { host, username, pathname } = new URL(URL.canParse(databaseUrl) ? databaseUrl : 'postgres://DATABASE_URL')
  const where = `Postgres at ${host}`
  if (unreachable.includes(code) || cutOff.includes(code)) {
    return `${where} cannot be reached (${code}): start it, or correct DATABASE_URL`
  }
  if (code.startsWith('28')) return `${where} does not let ${username || 'us'} in (${message}): correct DATABASE_URL`
  if (code === '3D000') return `${where} has no database ${pathname.slice(1)}: make it, or correct DATABASE_URL`
  if (code === '42501') return `${where} does not let ${username || 'us'} make what is needed: ${message}`
  if (code === '53300') return `${where} takes no more connections: raise max_connections, or stop a process`
  return null
}

function explainOne(error: Error, env: Env): string | null {
  if (error instanceof StartError) return error.message
  const [code, call] = [String(Reflect.get(error, 'code') ?? ''), Reflect.get(error, 'syscall')]
  const isOfHost = call === 'getaddrinfo' && Reflect.get(error, 'hostname') === env.host
  if (call === 'listen' || isOfHost) return explainListening(code, env)
  if (env.databaseUrl) return explainPostgres(code, error.message, env.databaseUrl)
  const isOfFolder = String(Reflect.get(error, 'path') ?? '').startsWith(env.dataDir)
  return isOfFolder ? `${env.dataDir} cannot hold the data (${code}): set QUARTERDECK_DATA_DIR to another folder` : null
}

/** In a sentence what somebody who starts a process can mend; null for what nobody has thought of. */
export function explainFailure(error: unknown, env: Env | null): string | null {
  if (error instanceof StartError) return error.message
  if (!env || !(error instanceof Error)) return null
  return explainOne(error, env) ?? explainFailure(error.cause, env)
}
