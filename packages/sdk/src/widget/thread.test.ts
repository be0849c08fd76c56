import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, emptyThread, withMessages } from './thread.ts'
import type { ChatEvent, Message } from './wire.ts'

const message = (seq: number, change = seq, rest: Partial<Message> = {}): Message => ({
  ...{ id: `m${seq}`, conversationId: 'c', seq, change, role: 'user', content: `${change}`, clientId: null },
  ...{ author: { kind: 'person', name: 'Mei' }, citations: [], attachments: [] },
  ...{ createdAt: '2026-01-01T00:00:00Z', editedAt: null, deletedAt: null },
  ...rest,
})
const event = (each: Message): ChatEvent => ({ type: 'message', message: each })
const delta = (offset: number, text: string, workflowId = 'w'): ChatEvent => ({
  type: 'delta',
  workflowId,
  offset,
  text,
})

describe('a thread', () => {
  it('ends the same whatever order pages and events come in, each message once, its latest change kept', () => {
    const changes = Array.from({ length: 12 }, (_, index) => message((index % 8) + 1, index + 1))
    fc.assert(
      fc.property(fc.shuffledSubarray(changes, { minLength: 12 }), fc.nat(12), (order, cut) => {
        const loaded = withMessages(emptyThread, order.slice(0, cut))
        const { messages } = order.slice(cut).map(event).reduce(apply, loaded)
        expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
        expect(messages.map(({ change }) => change)).toEqual([9, 10, 11, 12, 5, 6, 7, 8])
      }),
    )
  })
  it('goes on from the last change that an event brought, not from what a page or a sent message knew', () => {
    const thread = withMessages({ ...emptyThread, change: 3 }, [message(9)])
    expect(thread.change).toBe(3)
    expect(apply(thread, event(message(4))).change).toBe(4)
  })
  it('writes a draft from parts that follow on each other, and leaves others out', () => {
    const drafted = [delta(5, 'lost'), delta(0, 'Your '), delta(5, 'card'), delta(5, 'card'), delta(20, 'gap')]
    expect(drafted.reduce(apply, emptyThread).draft).toEqual({ workflowId: 'w', text: 'Your card' })
  })
  it('ends the draft with the reply, not with what the visitor writes meanwhile', () => {
    const writing = apply(emptyThread, delta(0, 'Your '))
    const interrupted = apply(writing, event(message(1)))
    expect(interrupted.draft?.text).toBe('Your ')
    expect(apply(interrupted, event(message(2, 2, { author: { kind: 'agent', name: 'Ada' } }))).draft).toBeNull()
  })
})
