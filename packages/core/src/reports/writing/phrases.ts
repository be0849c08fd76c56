import type { Topic } from './topics.ts'
import { capital, shortened } from './words.ts'

/** Verbs that commits begin with, and how a report tells of them. */
const told: Readonly<Record<string, string>> = {
  ...{ add: 'added', adds: 'added', allow: 'allowed', avoid: 'avoided', bump: 'bumped', change: 'changed' },
  ...{ clarify: 'clarified', clean: 'cleaned', convert: 'converted', correct: 'corrected', create: 'created' },
  ...{ deprecate: 'deprecated', disable: 'disabled', document: 'documented', drop: 'dropped', enable: 'enabled' },
  ...{ ensure: 'ensured', export: 'exported', expose: 'exposed', extend: 'extended', extract: 'extracted' },
  ...{ fix: 'fixed', fixes: 'fixed', handle: 'handled', ignore: 'ignored', implement: 'implemented' },
  ...{ improve: 'improved', include: 'included', introduce: 'introduced', iterate: 'iterated', make: 'made' },
  ...{ mention: 'mentioned', merge: 'merged', migrate: 'migrated', move: 'moved', omit: 'omitted', port: 'ported' },
  ...{ porting: 'ported', prepare: 'prepared', prep: 'prepared', prevent: 'prevented', publish: 'published' },
  ...{ reduce: 'reduced', refactor: 'refactored', remove: 'removed', removes: 'removed', rename: 'renamed' },
  ...{ replace: 'replaced', resolve: 'resolved', restore: 'restored', resubscribe: 'resubscribed', revert: 'reverted' },
  ...{ rework: 'reworked', rewrite: 'rewrote', rm: 'removed', setup: 'set up', show: 'showed', simplify: 'simplified' },
  ...{ skip: 'skipped', split: 'split', support: 'supported', switch: 'switched', sync: 'synced', test: 'tested' },
  ...{ tweak: 'tweaked', unify: 'unified', update: 'updated', updates: 'updated', upgrade: 'upgraded', use: 'used' },
  ...{ validate: 'validated', serialize: 'serialized', attempts: 'attempts', throw: 'threw', return: 'returned' },
}

/** Adverbs that may stand before the verb. */
const adverb = /^(\w+ly)\s+(\w+)\b/

/** `add x` as `added x`; words that begin with no verb that is known stay as they are. */
function inPast(words: string): string {
  const [, first = '', second = ''] = adverb.exec(words) ?? []
  const pastOfSecond = told[second.toLowerCase()]
  if (pastOfSecond) return `${first.toLowerCase()} ${pastOfSecond}${words.slice(first.length + 1 + second.length)}`
  const verb = /^[A-Za-z]+(?=\s)/.exec(words)?.[0] ?? ''
  const past = told[verb.toLowerCase()]
  // One that follows with "and" goes along: "replaced a and moved b".
  const others = words.slice(verb.length).replace(/\band ([a-z]+)(?=\s)/g, (all, next: string) => {
    const late = told[next]
    return late ? `and ${late}` : all
  })
  return past ? past + others : words
}

/** What a topic was, within a sentence: `added x (#12)`. */
export function phraseOf({ title, number, category }: Pick<Topic, 'title' | 'number' | 'category'>): string {
  // "Eleven fixes: fixed …" says it twice.
  const words = inPast(category === 'fix' ? title.replace(/^(fix(es|ed)?|bug):?\s+(?=\S)/i, '') : title)
  return number ? `${shortened(words)} (#${number})` : shortened(words)
}

/** Begins like a sentence, unless the first word is a name of code. */
export const sentence = (text: string): string => (/^\S*[._/@`()]/.test(text) ? text : capital(text))
