import { dashed, type Facts } from './facts.ts'
import type { Proposal } from './proposal-model.ts'

export const branchOf = (issueNumber: number): string => `quarterdeck/issue-${issueNumber}`
export const reportPath = (issueNumber: number): string => `docs/incidents/${issueNumber}.md`

export const pullTitle = ({ issue }: Facts): string =>
  `#${issue.number} ${issue.title}`.replace(/\s+/g, ' ').slice(0, 250)

export const pullLabels = ({ issue }: Facts): string[] => ['quarterdeck', issue.severity, dashed(issue.step)]

/** Text from events in Markdown: it must neither mention people nor make marks of its own. */
const plain = (text: string) => text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replaceAll('@', '@\u200b')
const bullets = (lines: readonly string[]) => lines.map(line => `- ${plain(line)}`).join('\n')

function diagnosisText({ diagnosis }: Facts): string {
  if (!diagnosis) return ''
  const by = diagnosis.model ? `By ${plain(diagnosis.model)}` : 'From the evidence alone, without a model'
  const actions = diagnosis.actions.length > 0 ? `\n\n### What to do\n\n${bullets(diagnosis.actions)}` : ''
  return `\n## Diagnosis\n\n${plain(diagnosis.rootCause)}\n\n${plain(diagnosis.explanation)}\n\n${by}.${actions}\n`
}

const body = (facts: Facts): string =>
  `## Evidence\n\n${bullets(facts.evidence)}\n${diagnosisText(facts)}\n[Issue in Quarterdeck](${facts.url})\n`

/** The file that the pull request carries: what was known when it was opened. */
export const reportText = (facts: Facts): string => `# ${plain(pullTitle(facts))}\n\n${body(facts)}`

export interface PullChanges {
  /** Files that it changes beside the report. */
  changed: readonly string[]
  /** What was proposed and not done. */
  said: readonly string[]
  proposal?: Proposal | undefined
}

function changesText(facts: Facts, { changed, said, proposal }: PullChanges): string {
  const none = `\nIt carries only the report: push the fix to \`${branchOf(facts.issue.number)}\`.\n`
  const by = proposal?.model ? `\n\nProposed by ${plain(proposal.model)}, and checked by nobody yet.` : ''
  const why = proposal?.summary ? `\n\n${plain(proposal.summary)}` : ''
  const changes = changed.length > 0 ? `\n## Proposed changes\n\n${bullets(changed)}${why}${by}\n` : none
  return said.length > 0 ? `${changes}\n### Not changed\n\n${bullets(said)}\n` : changes
}

export function pullBody(facts: Facts, what: PullChanges): string {
  const changes = changesText(facts, what)
  return `${body(facts)}${changes}\nThe issue counts as fixed when this is merged; then its rate is measured.\n`
}
