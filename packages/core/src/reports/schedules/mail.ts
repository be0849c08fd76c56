import { type Db, reportCitations, type reports } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import type { Deps, EmailItem, EmailPart } from '../../kernel/index.ts'
import { nothingAtAll } from '../render/markdown.ts'

type Told = Pick<typeof reports.$inferSelect, 'id' | 'title' | 'sections' | 'notices'>

/** The address of a report in the console. */
export const reportUrl = ({ publicUrl }: Pick<Deps, 'publicUrl'>, id: string): string =>
  `${publicUrl}/admin/reports/${id}`

/** How many sources stand behind a claim: mail programs cut long messages off (Gmail at 102 KB). */
const mostSources = 6

/** A report as an e-mail: its claims, each with links to what bears it out. */
export function mailOf(
  deps: Pick<Deps, 'publicUrl'>,
  { id, title, sections, notices }: Told,
  addresses: ReadonlyMap<number, string>,
): { subject: string; body: EmailPart[] } {
  const url = reportUrl(deps, id)
  const sourcesOf = (numbers: readonly number[]): NonNullable<EmailItem['sources']> => {
    const known = numbers.flatMap(number => {
      const address = addresses.get(number)
      return address ? [{ label: String(number), url: address }] : []
    })
    const more = known.length - mostSources
    return more > 1 ? [...known.slice(0, mostSources), { label: `${more} more`, url }] : known
  }
  const told = sections
    .filter(({ bullets }) => bullets.length > 0)
    .flatMap(({ title: text, bullets }): EmailPart[] => [
      { kind: 'heading', text },
      { kind: 'list', items: bullets.map(({ text, citations }) => ({ text, sources: sourcesOf(citations) })) },
    ])
  const notes: EmailPart[] = notices.map(text => ({ kind: 'note', text }))
  return {
    subject: title,
    body: [
      ...(told.length > 0 ? told : [{ kind: 'words', text: nothingAtAll } as const]),
      ...notes,
      { kind: 'words', text: 'With the sources of every claim:' },
      { kind: 'button', label: 'Open the report', url },
      {
        ...{ kind: 'note' },
        text: 'You get this because you asked for reports by e-mail; the page "Schedules & teams" turns it off.',
      },
    ],
  }
}

/** Where the facts are that a report cites, by the numbers under which it cites them. */
export async function citedAddresses(tx: Db, reportId: string): Promise<Map<number, string>> {
  const rows = await tx
    .select({ number: reportCitations.number, url: reportCitations.url })
    .from(reportCitations)
    .where(eq(reportCitations.reportId, reportId))
  return new Map(rows.map(({ number, url }) => [number, url]))
}
