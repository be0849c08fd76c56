import type { Topic } from './topics.ts'
import { capital, shortened } from './words.ts'

/**
 * Verbs for what developers do, with which commits begin: `write:wrote`; alone where `-ed` or `-d` makes it. Not those for
 * what the product does from now on: "Pay with a saved card" was not paid.
 */
const verbs = `add allow avoid bump change clarify:clarified clean convert correct create deprecate disable document drop:dropped
  enable ensure export expose extend extract fix handle ignore implement improve include introduce iterate make:made mention
  merge migrate move omit:omitted port prepare prevent publish reduce refactor remove rename replace resolve restore
  resubscribe revert rework rewrite:rewrote show simplify:simplified skip:skipped split:split support switch sync test tweak
  unify:unified update upgrade use validate serialize throw:threw return adapt adjust align build:built bundle complete
  configure connect cut:cut debounce define delete deploy embed:embedded encrypt escape expand explain finish format:formatted
  guard harden inline install localise localize lock lower mock normalise normalize optimise optimize parse patch pin:pinned
  polish raise reorder resize restrict retire reuse rotate scope secure separate set:set shorten speed:sped strip:stripped
  suppress tidy:tidied translate trim:trimmed turn type unlock wire wrap:wrapped write:wrote`

const told = new Map<string, string>([
  ...verbs.split(/\s+/).map((entry): [string, string] => {
    const [verb = '', past = verb.replace(/e?$/, 'ed')] = entry.split(':')
    return [verb, past]
  }),
  ...Object.entries({ adds: 'added', fixes: 'fixed', removes: 'removed', updates: 'updated', attempts: 'attempts' }),
  ...Object.entries({ porting: 'ported', prep: 'prepared', rm: 'removed', setup: 'set up' }),
])

/** Behind these the first word is a name, not what was done: `load time`, `order of fields`. */
const afterNames =
  /^(of|is|are|was|were|time|times|page|pages|box|boxes|error|errors|bug|bugs|button|number|screen|field|fields|state|level|view|item|items|file|files|colou?rs?|names?|size|count|status|types?|does|doesn['’]?t|not|should|cannot|can['’]?t)$/i
/** Words that are as often names as verbs, before which of two it is shows: `link in the footer`. */
const oftenNames =
  /^(build|change|cut|export|fix|format|lock|patch|return|set|show|support|switch|test|type|update|use) (in|on|at|to|for|with|and|or)\b/i

/** Adverbs that may stand before the verb. */
const adverb = /^(\w+ly)\s+(\w+)\b/

/** `add x` as `added x`; words that begin with no verb that is known stay as they are. */
function inPast(words: string): string {
  const [, first = '', second = ''] = adverb.exec(words) ?? []
  const pastOfSecond = told.get(second.toLowerCase())
  if (pastOfSecond) return `${first.toLowerCase()} ${pastOfSecond}${words.slice(first.length + 1 + second.length)}`
  const [, verb = '', next = ''] = /^([A-Za-z]+)\s+(\S+)/.exec(words) ?? []
  const isName = afterNames.test(next) || oftenNames.test(words)
  const past = isName ? undefined : told.get(verb.toLowerCase())
  // One that follows with "and" goes along: "replaced a and moved b".
  const others = words.slice(verb.length).replace(/\band ([a-z]+)(?=\s)/g, (all, second: string) => {
    const late = told.get(second)
    return late ? `and ${late}` : all
  })
  return past ? past + others : words
}

const named = (words: string, ref: string | null) => (ref ? `${shortened(words)} (${ref})` : shortened(words))

/** What a topic was, within a sentence: `added x (#12)`. */
export function phraseOf({ title, ref, category }: Pick<Topic, 'title' | 'ref' | 'category'>): string {
  // "Eleven fixes: fixed …" says it twice.
  return named(inPast(category === 'fix' ? title.replace(/^(fix(es|ed)?|bug):?\s+(?=\S)/i, '') : title), ref)
}

/** Whether its phrase says by itself what was done. */
export const saysWhat = ({ title }: Pick<Topic, 'title'>): boolean => inPast(title) !== title

/** As it is called, of what is not done: `Add x (#12)`. */
export const titleOf = ({ title, ref }: Pick<Topic, 'title' | 'ref'>): string => named(title, ref)

/** Begins like a sentence, unless the first word is a name of code. */
export const sentence = (text: string): string => (/^\S*[._/@`()]/.test(text) ? text : capital(text))
