import type { Outputs } from '../../data/api.ts'

export type AuditRow = Outputs['audit']['list']['items'][number]

/** What each domain's verbs are about. */
const things: Readonly<Record<string, string>> = {
  actors: 'a contributor',
  agents: 'an assistant',
  apiKeys: 'an API key',
  attachments: 'a file',
  cannedReplies: 'a canned reply',
  chatSessions: 'a chat session',
  companion: 'a thread of the companion',
  conversations: 'a conversation',
  essayRequests: 'an essay request',
  funnels: 'a funnel',
  installations: 'an account’s repositories',
  invitations: 'an invitation',
  issues: 'an issue',
  knowledge: 'a document',
  messages: 'a message',
  people: 'a person',
  reports: 'a report',
  repositories: 'a repository',
  sync: 'a sync',
  teams: 'a team',
  webhooks: 'a delivery',
  workflows: 'a workflow',
  workspace: 'the workspace',
}

const verbs: Readonly<Record<string, string>> = {
  accept: 'Accepted',
  add: 'Added',
  assign: 'Assigned',
  cancel: 'Cancelled',
  create: 'Made',
  deactivate: 'Deactivated',
  edit: 'Edited',
  erase: 'Erased',
  escalate: 'Escalated',
  finish: 'Finished',
  link: 'Linked',
  measure: 'Measured',
  merge: 'Merged',
  rate: 'Rated',
  remove: 'Removed',
  rename: 'Renamed',
  reopen: 'Reopened',
  replay: 'Replayed',
  resolve: 'Resolved',
  revoke: 'Revoked',
  send: 'Sent',
  setStatus: 'Set the status of',
  share: 'Made a link to',
  sync: 'Synced',
  takeOver: 'Took over',
  handBack: 'Handed back',
  update: 'Changed',
  upload: 'Uploaded',
}

/** Those whose words say more than verb and thing. */
const phrases: Readonly<Record<string, string>> = {
  'auth.changePassword': 'Changed the password',
  'auth.identifyVisitor': 'Came as a known user',
  'auth.refreshReused': 'Ended a sign-in that was used twice',
  'auth.resetPassword': 'Set a new password',
  'auth.revokeSession': 'Signed a device out',
  'auth.sendVerification': 'Asked for a link to confirm the e-mail',
  'auth.signIn': 'Signed in',
  'auth.signOutEverywhere': 'Signed out everywhere',
  'auth.signUp': 'Signed up',
  'auth.verifyEmail': 'Confirmed the e-mail',
  'auth.visitor': 'Came as a visitor',
  'companion.ask': 'Asked the companion',
  'companion.createThread': 'Began a thread of the companion',
  'companion.run': 'Ran a tool of the companion',
  'escalations.accept': 'Accepted an escalation',
  'escalations.setDuty': 'Went on or off duty',
  'essayRequests.requestRevision': 'Asked for a revision',
  'essayRequests.revokeShare': 'Ended a link to an essay',
  'essayRequests.saveDraft': 'Saved an edited essay',
  'essayRequests.setRates': 'Set the essay rates',
  'essays.import': 'Imported essay items',
  'installations.refresh': 'Looked for GitHub accounts',
  'issues.detect': 'Scanned for issues',
  'issues.diagnose': 'Had an issue diagnosed',
  'issues.sendTestMessage': 'Sent a test message',
  'issues.setDiagnosis': 'Wrote a diagnosis',
  'issues.updateSettings': 'Changed the detection',
  'knowledge.import': 'Imported documents',
  'knowledge.reindex': 'Indexed a document again',
  'knowledge.resolve': 'Resolved an unanswered question',
  'messages.note': 'Wrote a note',
  'messages.reply': 'Replied as the assistant',
  'messages.retryDelivery': 'Sent a message again',
  'messages.sendAsAgent': 'Replied as the assistant',
  'people.updateMe': 'Changed their own account',
  'reports.generate': 'Had a report written',
  'reports.regenerate': 'Had a report written again',
  'reports.setSchedule': 'Set their schedule of reports',
  'repositories.track': 'Changed whether a repository is tracked',
  'support.rotateUserSecret': 'Renewed the secret of the chat widget',
  'support.updateSettings': 'Changed the support settings',
  'webhooks.replayMany': 'Replayed deliveries',
  'workflows.retry': 'Began a workflow anew',
  'workspace.removeSample': 'Removed the sample data',
}

/** `funnels.update` → `Changed a funnel`; one that is not known here keeps its own words, `issues.thing` → `Issues: thing`. */
export function actionInWords(action: string): string {
  const [domain = '', ...rest] = action.split('.')
  const verb = rest.join('.')
  const known = phrases[action] ?? (verbs[verb] && things[domain] && `${verbs[verb]} ${things[domain]}`)
  if (known) return known
  const words = (text: string) =>
    text.replaceAll(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`).replaceAll(/[_.]/g, ' ')
  const name = domain === 'apiKeys' ? 'API keys' : words(domain).replace(/^./, letter => letter.toUpperCase())
  return verb ? `${name}: ${words(verb)}` : name
}

/** Who did it; the product's own parts are named as such. */
export const actorInWords = ({ kind, name }: Pick<AuditRow['actor'], 'kind' | 'name'>): string =>
  kind === 'system' ? `Quarterdeck: ${name.replaceAll('-', ' ')}` : name

/** Choices for a filter: each value once, in alphabetical order, and the one that is set even when no row has it. */
export function choices(values: Iterable<string>, set: string | undefined): string[] {
  const all = new Set(values)
  if (set !== undefined) all.add(set)
  return [...all].sort((a, b) => a.localeCompare(b))
}

/** The part before the dot, with it: what the server takes for all actions of a domain. */
export const domainOf = (action: string): string => `${action.split('.')[0]}.`
