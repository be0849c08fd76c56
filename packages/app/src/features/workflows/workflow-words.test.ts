import { expect, test } from 'vitest'
import { messageOf, resultInShort, stepName, tookInWords } from './workflow-words.ts'

test('a step is called in words', () => {
  expect(stepName('generate-again')).toBe('Generate again')
  expect(stepName('send')).toBe('Send')
  expect(stepName('asksForPerson')).toBe('Asks for person')
})

test('of a result its plain fields are said, lists as how many', () => {
  const passages = [{ id: 1 }, { id: 2 }]
  expect(resultInShort({ sent: true, what: 'answer', passages, use: { tokens: 3 }, language: null, text: '' })).toBe(
    'sent: yes · what: answer · passages: 2',
  )
  expect(resultInShort(passages)).toBe('2\u00a0entries')
  expect(resultInShort('done')).toBe('done')
  expect(resultInShort(null)).toBe('')
})

test('a step takes milliseconds or longer', () => {
  expect([0, 12.4, 999, 1_500, 61_000].map(tookInWords)).toEqual([
    '0\u00a0ms',
    '12\u00a0ms',
    '999\u00a0ms',
    '1.5\u00a0s',
    '1\u00a0min 1\u00a0s',
  ])
})

test('a long text is cut', () => {
  const said = resultInShort({ text: `one\n\ntwo ${'x'.repeat(200)}` })
  expect(said).toMatch(/^text: one two x+…$/)
  expect(said.length).toBeLessThan(90)
})

test('the message that a workflow is about', () => {
  expect(messageOf({ conversationId: 'c', seq: 4 })).toBe(4)
  expect([messageOf(null), messageOf({}), messageOf({ seq: '4' })]).toEqual([undefined, undefined, undefined])
})
