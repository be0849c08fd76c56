import type { Deps, Scope } from '../../kernel/index.ts'
import type { ReportDetailDto } from '../model.ts'
import { getReport } from '../queries.ts'
import { toHtml } from './html.ts'
import { type Rendered, toMarkdown } from './markdown.ts'
import { toPdf } from './pdf.ts'

export const reportFormats = ['md', 'html', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]

export interface ReportFile {
  name: string
  type: string
  content: string | Buffer
}

const toRendered = ({ title, sections, notices, citations, person, team }: ReportDetailDto): Rendered => ({
  ...{ title, sections, notices, subject: team?.name ?? person?.name ?? null },
  citations: citations.map(({ repository, actor, occurredAt, ...citation }) => ({
    ...citation,
    repository: repository.fullName,
    actor: actor && { login: actor.name, name: null },
    occurredAt: new Date(occurredAt),
  })),
})

const forms: Readonly<Record<ReportFormat, { type: string; make: (report: Rendered) => string | Promise<Buffer> }>> = {
  md: { type: 'text/markdown; charset=utf-8', make: toMarkdown },
  html: { type: 'text/html; charset=utf-8', make: toHtml },
  pdf: { type: 'application/pdf', make: toPdf },
}

/** A report as a file to keep or send on. @throws DomainError `not_found` */
export async function renderReport(
  deps: Pick<Deps, 'db'>,
  scope: Scope,
  { id, format }: { id: string; format: ReportFormat },
): Promise<ReportFile> {
  const report = await getReport(deps, scope, { id })
  const { type, make } = forms[format]
  return { name: `${report.kind}-report-${report.localDate}.${format}`, type, content: await make(toRendered(report)) }
}
