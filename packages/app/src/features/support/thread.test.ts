import { expect, it } from 'vitest'
import { type Placed, type Thread, withDelta, withMessages } from './thread.ts'

const empty: Thread<Placed> = { messages: [], hasBefore: false, draft: null }
const at = (seq: number, change = seq) => ({ id: `m${seq}`, seq, change })

it('keeps each message once, in its place, as it was changed last, whatever came first', () => {
  const page = withMessages(empty, [at(2), at(3, 7)])
  const after = withMessages(withMessages(page, [at(3, 5), at(4), at(1)]), [at(2, 8)])
  expect(after.messages).toEqual([at(1), at(2, 8), at(3, 7), at(4)])
})

it('writes a draft from parts that follow on each other; another reply begins anew', () => {
  const parts = [
    { workflowId: 'a', offset: 0, text: 'Your ' },
    { workflowId: 'a', offset: 5, text: 'card' },
    { workflowId: 'a', offset: 5, text: 'card' },
    { workflowId: 'a', offset: 40, text: 'gap' },
  ]
  const written = parts.reduce(withDelta, empty)
  expect(written.draft).toEqual({ workflowId: 'a', text: 'Your card' })
  expect(withDelta(written, { workflowId: 'b', offset: 0, text: 'No' }).draft).toEqual({ workflowId: 'b', text: 'No' })
})
