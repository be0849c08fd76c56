import { expect, test } from 'vitest'
import { newsAmong, noticeOf, type Waiting } from './escalation-news.ts'

const now = Date.parse('2026-11-20T10:00:00Z')
const waiting = (number: number, more: Partial<Waiting> = {}): Waiting => ({
  ...{ id: `e${number}`, conversationId: `c${number}`, priority: 'high', acceptedAt: null },
  ...{ dueAt: '2026-11-20T11:00:00Z', conversation: { number } },
  ...more,
})

test('news is what nobody knew of and nobody has accepted', () => {
  const open = [waiting(1), waiting(2), waiting(3, { acceptedAt: '2026-11-20T09:59:00Z' })]
  expect(newsAmong(new Set(['e1']), open)).toEqual([waiting(2)])
  expect(newsAmong(new Set(['e1', 'e2']), open)).toEqual([])
})

test('one is told with its number, priority and due time, and leads to its conversation', () => {
  expect(noticeOf([waiting(7)], now)).toEqual({
    title: 'A customer waits for a person',
    body: 'Conversation #7, high priority. Due in 1\u00a0h',
    path: '/support/c7',
    tag: 'e7',
  })
  expect(noticeOf([waiting(7, { dueAt: '2026-11-20T09:58:00Z' })], now)?.body).toContain('Overdue by 2\u00a0min')
})

test('several are told together, and lead to the queue', () => {
  expect(noticeOf([waiting(7), waiting(8)], now)).toMatchObject({
    title: '2\u00a0customers wait for a person',
    body: 'Due in 1\u00a0h, the first of them',
    path: '/support/queue',
  })
  expect(noticeOf([], now)).toBeNull()
})
