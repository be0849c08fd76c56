import { expect, it } from 'vitest'
import { guard } from './guard.ts'
import { detectLanguage } from './languages.ts'
import { type Phrase, say, sayWhen, spoken } from './words.ts'

const phrases: Phrase[] = [
  ...(['greeting', 'thanks', 'question', 'more', 'no_model', 'model_failed', 'budget', 'handing', 'already'] as const),
  ...(['asked', 'joined', 'handedBack', 'unread', 'unreadLink'] as const),
]

it.each(spoken)('speaks %s: what it says is of that language, and no two phrases are one', language => {
  const said = phrases.map(phrase => say(phrase, language))
  expect(new Set(said).size).toBe(phrases.length)
  expect(detectLanguage(said.join(' '))).toBe(language)
  expect(say('more', `${language}-XX`)).toBe(say('more', language))
})

it('asks for a person in words that fetch one, in none of its own phrases', () => {
  for (const language of spoken) {
    for (const phrase of ['greeting', 'thanks', 'handing', 'already', 'asked', 'joined'] as const)
      expect([language, phrase, guard(say(phrase, language)).asksForPerson]).toEqual([language, phrase, false])
  }
})

it('promises what the due time holds, rounded up, in the language of the customer', () => {
  expect([15, 60, 90, 1_440, 2_880, 3_000].map(minutes => /in \d.*(?=\.)/.exec(sayWhen(minutes, null))?.[0])).toEqual([
    'in 15 minutes',
    'in 1 hour',
    'in 2 hours',
    'in 24 hours',
    'in 2 days',
    'in 3 days',
  ])
  expect(sayWhen(2_880, 'de-AT')).toContain('spätestens in 2 Tagen.')
  for (const language of spoken) expect(sayWhen(240, language)).toMatch(/^[^{}]*\b4\b[^{}]*$/)
  expect(say('joined', 'es', { name: '{name} $&' })).toBe('{name} $& se ha unido a la conversación.')
})

it('says it in English where it has no words, whatever the language is called', () => {
  for (const language of [null, 'ja', 'constructor', '__proto__', ''])
    expect(say('thanks', language)).toBe(say('thanks', 'en'))
})
