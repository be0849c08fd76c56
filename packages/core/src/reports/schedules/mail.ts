import type { reports } from '@quarterdeck/db'
import type { Deps } from '../../kernel/index.ts'

type Told = Pick<typeof reports.$inferSelect, 'id' | 'title' | 'sections'>

/** The address of a report in the console. */
export const reportUrl = ({ publicUrl }: Pick<Deps, 'publicUrl'>, id: string): string =>
  `${publicUrl}/admin/reports/${id}`

/** A report as an e-mail: its claims, and where each has its sources. */
export function mailOf(
  deps: Pick<Deps, 'publicUrl'>,
  { id, title, sections }: Told,
): { subject: string; text: string } {
  const told = sections
    .filter(({ bullets }) => bullets.length > 0)
    .map(({ title: heading, bullets }) => `${heading}\n\n${bullets.map(({ text }) => `- ${text}`).join('\n')}`)
  const text = [
    ...told,
    `With the sources of every claim:\n${reportUrl(deps, id)}`,
    'You get this because you asked for reports by e-mail; the page "Schedules & teams" turns it off.',
  ].join('\n\n')
  return { subject: title, text: `${text}\n` }
}
