import { expect, it } from 'vitest'
import { guard } from './guard.ts'
import { detectLanguage } from './languages.ts'
import { type Phrase, say, spoken } from './words.ts'

const phrases: Phrase[] = [
  ...(['greeting', 'thanks', 'question', 'more', 'no_model', 'model_failed', 'budget', 'handing', 'already'] as const),
]

it.each(spoken)('speaks %s: what it says is of that language, and no two phrases are one', language => {
  const said = phrases.map(phrase => say(phrase, language))
  expect(new Set(said).size).toBe(phrases.length)
  expect(detectLanguage(said.join(' '))).toBe(language)
  expect(say('more', `${language}-XX`)).toBe(say('more', language))
})

it('asks for a person in words that fetch one, in none of its own phrases', () => {
  for (const language of spoken) {
    for (const phrase of ['greeting', 'thanks', 'handing', 'already'] as const)
      expect([language, phrase, guard(say(phrase, language)).asksForPerson]).toEqual([language, phrase, false])
  }
})

it('says it in English where it has no words, whatever the language is called', () => {
  for (const language of [null, 'ja', 'constructor', '__proto__', ''])
    expect(say('thanks', language)).toBe(say('thanks', 'en'))
})
