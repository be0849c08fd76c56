import { expect, test } from 'vitest'
import { replaceShortcut, shortcutIn } from './shortcut.ts'

test('a shortcut is a word behind a slash at the end', () => {
  expect(['/', '/re', 'Hello\n/re-turn_2', 'Hello /'].map(shortcutIn)).toEqual(['', 're', 're-turn_2', ''])
  expect(['', 'and/or', 'https://a', '/re turn', '/re '].map(shortcutIn)).toEqual([null, null, null, null, null])
})

test('it is replaced by what it stands for, as that is written', () => {
  expect(replaceShortcut('Hello /re', 'It costs $& and $1')).toBe('Hello It costs $& and $1')
  expect(replaceShortcut('/re', 'Yes')).toBe('Yes')
})
