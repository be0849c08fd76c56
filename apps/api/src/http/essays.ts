import { Readable } from 'node:stream'
import { type FileFormat, type FileReport, importEssayFile, type RefusedLine } from '@quarterdeck/core/essays'
import { scopeOf } from '@quarterdeck/core/identity'
import { type Deps, invalid } from '@quarterdeck/core/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { openContext } from './context.ts'
import { refuseForeignOrigins } from './hardening.ts'

/** Some 200,000 rows. */
const bodyLimit = 64 * 1_048_576
/** Refused rows that an answer tells of one by one; the others it counts. */
const mostTold = 10_000

export interface EssayUploadReport extends Omit<FileReport, 'rejected'> {
  rejected: RefusedLine[]
  rejectedCount: number
}

/** By what it says that it is; else by how it begins. */
function formatOf(request: FastifyRequest, body: Buffer): FileFormat {
  const type = request.headers['content-type'] ?? ''
  if (type.includes('csv')) return 'csv'
  if (/json|ndjson/.test(type)) return 'jsonl'
  return /^\s*[[{]/.test(body.subarray(0, 100).toString('utf8')) ? 'jsonl' : 'csv'
}

/** `revenueUnit` and `currency` of the address. */
function readRule(query: Record<string, unknown>): { revenueUnit: 'major' | 'minor'; currency: string } {
  const { revenueUnit = 'major', currency = 'USD' } = query
  if (revenueUnit !== 'major' && revenueUnit !== 'minor')
    throw invalid('Say what the revenue is in: ?revenueUnit=major or minor')
  if (typeof currency !== 'string' || !/^[A-Za-z]{3}$/.test(currency))
    throw invalid('Say a currency by its ISO 4217 code: ?currency=USD')
  return { revenueUnit, currency: currency.toUpperCase() }
}

/** `POST /v1/essays?revenueUnit=&currency=`: a file of essay items, CSV, JSON lines or a JSON list; answers with the report. */
export async function essayRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))

  app.post('/v1/essays', { bodyLimit }, async (request, reply): Promise<EssayUploadReport> => {
    refuseForeignOrigins(request, deps.publicUrl)
    const weigh = () => ({ calls: 1, events: 0, stream: false })
    const context = await openContext(deps, request, reply, { weigh, workspaceId: undefined })
    const { refused } = await context.admission()
    if (refused) throw refused
    const scope = scopeOf(await context.caller(), context.workspaceId, 'write', context.origin)
    const { body } = request
    if (!Buffer.isBuffer(body) || body.length === 0)
      throw invalid('The body is empty: send a CSV file, JSON lines or a JSON list')
    // Fastify gives an object of what came.
    const rule = readRule(request.query as Record<string, unknown>)
    const told: RefusedLine[] = []
    const refuse = (row: RefusedLine) => {
      if (told.length < mostTold) told.push(row)
    }
    const { rejected, ...counts } = await importEssayFile(deps, scope, Readable.from([body]), {
      ...{ format: formatOf(request, body), refuse },
      ...rule,
    })
    return { ...counts, rejected: told.sort((a, b) => a.line - b.line), rejectedCount: rejected }
  })
}
