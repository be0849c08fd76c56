import type { Fact } from '../collect.ts'
import type { RoutineReason } from '../model.ts'

/** `v1.2.3`, `Release 1.2.3`, `chore(release): 1.2.3`, `publish v10.0.0-alpha.3`: nothing but a number that grew. */
const versionOnly =
  /^(chore(\([^)]*\))?!?:\s*)?((release|publish|bump|version|prepare release)\s*(version|to)?:?\s*)?v?\d+\.\d+\.\d+([-+.][\w.+-]*)?\s*(\(#\d+\))?$/i
/** As git and GitHub write it, or only the branches: `next -> main`. */
const mergeOnly =
  /^(merge (branch|remote-tracking branch|pull request|tag|commit)\b|(merge )?[`'"]?[\w./-]+[`'"]? ?(->|→|=>) ?[`'"]?(main|master|next|dev|develop|staging|production|release)[`'"]?( round \w+)?$)/i
const lockOnly =
  /^(chore(\([^)]*\))?!?:\s*)?(update|regenerate|refresh|bump)\s+(the\s+)?(pnpm-|package-|yarn\.?)?lock\s?-?file$/i
const botName = /\[bot\]$/i

/**
 * Why nobody needs to read of a fact: machines made it, or it is a commit that only merges, numbers a version or locks
 * dependencies. Such facts may be cited, and count neither for nor against a report's coverage.
 */
export function routineReason({
  kind,
  title,
  text,
  actor,
  details,
}: Pick<Fact, 'kind' | 'title' | 'text' | 'actor' | 'details'>): RoutineReason | null {
  if (actor?.kind === 'bot' || botName.test(actor?.login ?? actor?.name ?? '')) return 'bot'
  if (kind !== 'commit') return null
  const line = (title ?? text).trim()
  if (mergeOnly.test(line) || Number(details.parents) > 1) return 'merge'
  if (versionOnly.test(line)) return 'version'
  if (lockOnly.test(line)) return 'lockfile'
  return null
}
