import { type Db, reportCitations, reportCoverage, reports } from '@quarterdeck/db'
import { and, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import { cacheKeyOf, collectFacts } from './collect.ts'
import type { ReportStage } from './model.ts'
import { toMarkdown } from './render/markdown.ts'
import { namedReport, type ReportRow } from './report-rows.ts'
import { isOf } from './request-report.ts'
import { type Writing, writeReport } from './write-report.ts'
import { coverageOf } from './writing/assemble.ts'
import { promptVersion } from './writing/prompt-version.ts'

const spanOf = ({ periodStart: from, periodEnd: to, timeZone, localDate }: ReportRow) => ({
  ...{ from, to, timeZone, localDate },
})

/** Where each stage begins, 0 to 1. */
const begins: Readonly<Record<ReportStage, number>> = { collecting: 0.05, writing: 0.2, checking: 0.85, saving: 0.95 }

async function enter(deps: Deps, scope: Scope, id: string, stage: ReportStage, share = 0): Promise<void> {
  const progress = begins[stage] + (stage === 'writing' ? share * (begins.checking - begins.writing) : 0)
  await deps.db
    .update(reports)
    .set({ status: 'generating', stage, progress, updatedAt: deps.clock.now() })
    .where(and(namedReport(scope, id), inArray(reports.status, ['queued', 'generating'])))
}

/** The ready version whose place a new one takes. */
async function findReady(db: Db, scope: Scope, report: ReportRow): Promise<ReportRow | undefined> {
  const { kind, personId, teamId } = report
  const [ready] = await db
    .select()
    .from(reports)
    .where(
      and(
        isOf(scope, { kind, personId, teamId, span: spanOf(report) }),
        eq(reports.status, 'ready'),
        isNull(reports.supersededAt),
        ne(reports.id, report.id),
      ),
    )
  return ready
}

/** Puts the finished version in the place of the one before, in one transaction. */
async function swap(
  deps: Deps,
  scope: Scope,
  report: ReportRow,
  finish: (tx: Db, before: ReportRow | undefined) => Promise<Partial<ReportRow>>,
): Promise<void> {
  await deps.db.transaction(async tx => {
    const now = deps.clock.now()
    // Removed, or given up, while it was being written: then it is wanted no more.
    const [held] = await tx
      .select({ status: reports.status })
      .from(reports)
      .where(namedReport(scope, report.id))
      .for('update')
    if (held?.status !== 'generating') return
    const before = await findReady(tx, scope, report)
    if (before)
      await tx
        .update(reports)
        .set({ supersededAt: now, supersededById: report.id, updatedAt: now })
        .where(namedReport(scope, before.id))
    const done = { status: 'ready' as const, stage: null, progress: 1, error: null, generatedAt: now, updatedAt: now }
    const content = await finish(tx, before)
    await tx
      .update(reports)
      .set({ ...done, ...content })
      .where(namedReport(scope, report.id))
  })
}

async function save(deps: Deps, scope: Scope, report: ReportRow, writing: Writing, cacheKey: string): Promise<void> {
  const { workspaceId } = scope
  const { sections, cited, repositories, eligible, citedEligible, notices, refused, use } = writing
  await swap(deps, scope, report, async tx => {
    if (cited.length > 0)
      await tx.insert(reportCitations).values(
        cited.map(({ id: factId, url }, index) => ({
          reportId: report.id,
          workspaceId,
          number: index + 1,
          factId,
          url,
        })),
      )
    if (repositories.length > 0)
      await tx.insert(reportCoverage).values(
        repositories.map(({ repositoryId, used, total }) => ({
          reportId: report.id,
          workspaceId,
          repositoryId,
          used,
          total,
        })),
      )
    return {
      ...{ sections, notices, cacheKey, promptVersion, refusedClaims: refused },
      ...{ factCount: writing.factCount, eligibleCount: eligible, citedCount: citedEligible },
      coverage: coverageOf(writing),
      markdown: toMarkdown({ title: report.title, sections, notices, citations: cited }),
      ...(use && {
        model: use.model || null,
        inputTokens: use.inputTokens,
        outputTokens: use.outputTokens,
        cost: use.cost,
      }),
    }
  })
}

/** Takes over what was written from the same facts: it costs nothing. */
async function copy(deps: Deps, scope: Scope, report: ReportRow): Promise<void> {
  await swap(deps, scope, report, async (tx, before) => {
    if (!before) throw new Error('The report to copy is gone')
    const citations = await tx.select().from(reportCitations).where(eq(reportCitations.reportId, before.id))
    if (citations.length > 0)
      await tx.insert(reportCitations).values(citations.map(row => ({ ...row, reportId: report.id })))
    const counted = await tx.select().from(reportCoverage).where(eq(reportCoverage.reportId, before.id))
    if (counted.length > 0)
      await tx.insert(reportCoverage).values(counted.map(row => ({ ...row, reportId: report.id })))
    const { sections, markdown, notices, cacheKey, factCount, eligibleCount, citedCount, coverage, model } = before
    const { refusedClaims, generatedAt } = before
    return {
      ...{ sections, markdown, notices, cacheKey, factCount, eligibleCount, citedCount, coverage, model },
      ...{ refusedClaims, promptVersion: before.promptVersion, generatedAt },
    }
  })
}

async function fail(deps: Deps, scope: Scope, id: string, error: string): Promise<void> {
  await deps.db
    .update(reports)
    .set({ status: 'failed', stage: null, error, updatedAt: deps.clock.now() })
    .where(and(namedReport(scope, id), inArray(reports.status, ['queued', 'generating'])))
}

/**
 * Makes a report that was asked for. The version before stays until this one is complete, and also when a model was
 * asked in vain: without one before, the templates write it.
 */
export async function makeReport(deps: Deps, scope: Scope, id: string, { anew = false } = {}): Promise<void> {
  await enter(deps, scope, id, 'collecting')
  const [report] = await deps.db.select().from(reports).where(namedReport(scope, id))
  if (report?.status !== 'generating') return
  const span = spanOf(report)
  const { facts, left } = await collectFacts(deps.db, scope.workspaceId, report, span)
  const cacheKey = cacheKeyOf(report.kind, report, span, facts)
  const before = await findReady(deps.db, scope, report)
  if (!anew && before?.cacheKey === cacheKey) return copy(deps, scope, report)
  await enter(deps, scope, id, 'writing')
  const task = { kind: report.kind, span, facts, left }
  // Sample data costs nothing until somebody asks.
  const llm = report.origin === 'sample' && !anew ? null : deps.llm
  const writing = await writeReport(llm, task, share => enter(deps, scope, id, 'writing', share))
  if (writing.failure && before) return fail(deps, scope, id, writing.failure)
  await enter(deps, scope, id, 'saving')
  await save(deps, scope, report, writing, cacheKey)
}
