import { type Db, diagnoses, issues } from '@quarterdeck/db'
import { and, desc, eq } from 'drizzle-orm'
import { audit, type ById, type Deps, type LlmUse, notFound, type Scope, takeRate } from '../kernel/index.ts'
import { type CheckedAnswer, checkAnswer, type Explanation } from './diagnosis-model.ts'
import { promptFor } from './diagnosis-prompt.ts'
import { getEvidence } from './evidence.ts'
import { type EvidenceFact, factList } from './evidence-model.ts'
import { record } from './history.ts'
import type { SetDiagnosisInput } from './inputs.ts'
import { diagnoseJob } from './jobs.ts'
import type { DiagnosisDto, IssueDto } from './model.ts'
import { explainPlainly } from './plain-diagnosis.ts'
import { getIssue } from './queries.ts'

type NewDiagnosis = Omit<typeof diagnoses.$inferInsert, 'id' | 'workspaceId' | 'issueId' | 'createdAt'>

const named = (scope: Scope, id: string) => and(eq(issues.workspaceId, scope.workspaceId), eq(issues.id, id))

/**
 * Asks for a diagnosis; a job makes it.
 * @throws DomainError `limit_reached` when somebody asks a model too often.
 */
export async function diagnoseIssue(deps: Deps, scope: Scope, { id }: ById): Promise<IssueDto> {
  const { actor } = scope
  if (deps.llm && actor.kind !== 'system') await takeRate(deps, deps.limits.costly, `${actor.kind}:${actor.id}`)
  return deps.db.transaction(async tx => {
    const issue = await getIssue({ db: tx }, scope, { id })
    await askForDiagnosis(deps, tx, scope, id)
    await audit(tx, scope, { action: 'issues.diagnose', entity: 'issue', entityId: id })
    return issue
  })
}

/** Of several that ask while a run waits, all get the same one. */
export async function askForDiagnosis({ jobs }: Deps, tx: Db, scope: Scope, issueId: string): Promise<void> {
  await jobs.enqueue(tx, diagnoseJob, { workspaceId: scope.workspaceId, issueId }, { once: issueId })
}

/** Asks for a diagnosis of each issue that this scan has just opened. */
export async function diagnoseOpened(deps: Deps, tx: Db, scope: Scope, funnelId: string, at: Date): Promise<void> {
  const opened = await tx
    .select({ id: issues.id })
    .from(issues)
    .where(
      and(
        eq(issues.workspaceId, scope.workspaceId),
        eq(issues.funnelId, funnelId),
        eq(issues.detectedAt, at),
        eq(issues.status, 'open'),
      ),
    )
  for (const { id } of opened) await askForDiagnosis(deps, tx, scope, id)
}

/** Keeps a diagnosis. An issue that nobody has taken further than `open` is then diagnosed. */
async function keep(
  deps: Deps,
  scope: Scope,
  issueId: string,
  made: NewDiagnosis,
  { note = made.failure, byHand = false }: { note?: string | null | undefined; byHand?: boolean },
): Promise<void> {
  await deps.db.transaction(async tx => {
    const [issue] = await tx.select().from(issues).where(named(scope, issueId)).for('update')
    if (!issue) throw notFound('This issue')
    const now = deps.clock.now()
    await tx.insert(diagnoses).values({ ...made, workspaceId: scope.workspaceId, issueId, createdAt: now })
    const explains = byHand || made.claims.length > 0
    const toStatus = issue.status === 'open' && explains ? ('diagnosed' as const) : issue.status
    if (toStatus !== issue.status)
      await tx.update(issues).set({ status: toStatus, updatedAt: now }).where(named(scope, issueId))
    await record(tx, deps, scope, now, {
      issueId,
      kind: 'diagnosed',
      fromStatus: issue.status,
      toStatus,
      note: note ?? null,
      data: { model: made.model ?? null },
    })
    if (byHand) {
      const after = { rootCause: made.rootCause }
      await audit(tx, scope, { action: 'issues.setDiagnosis', entity: 'issue', entityId: issueId, after })
    }
  })
}

/** What the model made of the facts, and what that took; null without a model. */
async function askModel(
  { llm }: Deps,
  issue: IssueDto,
  facts: readonly EvidenceFact[],
): Promise<{ answer: CheckedAnswer; use: LlmUse } | null> {
  if (!llm || facts.length === 0) return null
  const { text, failure, ...use } = await llm.ask(promptFor(issue, facts))
  if (text === null) return { answer: { explanation: null, refused: 0, failure }, use }
  return { answer: checkAnswer(text, new Set(facts.map(({ id }) => id))), use }
}

const parts = ({ rootCause, explanation, claims, actions, confidence }: Explanation) => ({
  ...{ rootCause, explanation, claims, actions, confidence },
})

/** Explains an issue from its evidence, with a model where there is one, and keeps what came of it. */
export async function makeDiagnosis(deps: Deps, scope: Scope, { id }: ById): Promise<void> {
  const started = performance.now()
  const issue = await getIssue(deps, scope, { id })
  const { facts } = await getEvidence(deps, scope, { id })
  const asked = await askModel(deps, issue, facts)
  const explanation = asked?.answer.explanation ?? null
  const refused = asked?.answer.refused ?? 0
  const note = explanation && refused > 0 ? `Claims refused for want of evidence: ${refused}` : undefined
  const made = {
    ...parts(explanation ?? explainPlainly(facts)),
    evidence: Object.fromEntries(facts.map(fact => [fact.id, fact])),
    model: explanation ? (asked?.use.model ?? null) : null,
    failure: asked?.answer.failure ?? null,
    promptTokens: asked?.use.promptTokens ?? null,
    completionTokens: asked?.use.completionTokens ?? null,
    costMicros: asked?.use.costMicros ?? null,
    milliseconds: Math.max(1, Math.round(performance.now() - started)),
  }
  await keep(deps, scope, id, made, { note })
}

/** Writes down what people found out. */
export async function setDiagnosis(deps: Deps, scope: Scope, { id, diagnosis }: SetDiagnosisInput): Promise<IssueDto> {
  const { rootCause, explanation, actions } = diagnosis
  const made = {
    rootCause,
    explanation,
    actions,
    claims: [],
    evidence: {},
    milliseconds: 0,
    model: null,
    failure: null,
  }
  await keep(deps, scope, id, made, { byHand: true })
  return getIssue(deps, scope, { id })
}

/** The runs of an issue, latest first, at most 20. */
export async function listDiagnoses(deps: Deps, scope: Scope, input: ById): Promise<{ items: DiagnosisDto[] }> {
  const issue = await getIssue(deps, scope, input)
  const rows = await deps.db
    .select()
    .from(diagnoses)
    .where(and(eq(diagnoses.workspaceId, scope.workspaceId), eq(diagnoses.issueId, issue.id)))
    .orderBy(desc(diagnoses.createdAt), desc(diagnoses.id))
    .limit(20)
  const items = rows.map(({ workspaceId: _, issueId: __, evidence, createdAt, ...row }): DiagnosisDto => {
    const facts = factList.parse(Object.values(evidence))
    // A run takes a millisecond at least.
    const source = row.model ? 'model' : row.milliseconds > 0 ? 'evidence' : 'person'
    return { ...row, source, evidence: facts, createdAt: createdAt.toISOString() }
  })
  return { items }
}
