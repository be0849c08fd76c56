import { expect, it } from 'vitest'
import { type KeptOrder, orderKeeper } from './kept-order.ts'

const order: KeptOrder = {
  newId: '7e0f2d4c-5f0e-4d55-9a52-0d4f2f6b1a11',
  values: {
    ...{ studentName: 'Mei', studentEmail: 'mei@example.com', applicationType: 'Cover letter' },
    ...{ programPrompt: 'Why?', comments: '' },
  },
  turnaround: 'urgent',
  content: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'An essay' }] }] },
}

function memory() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

it('keeps an unfinished order for its writer alone, until it is in', () => {
  const store = memory()
  const mine = orderKeeper('mei', store)
  expect(mine.read()).toBeNull()
  mine.write(order)
  expect(orderKeeper('mei', store).read()).toEqual(order)
  expect(orderKeeper('ana', store).read()).toBeNull()
  mine.forget()
  expect(mine.read()).toBeNull()
})

it('reads nothing out of what is broken, and does without a store', () => {
  const store = memory()
  const mine = orderKeeper('mei', store)
  mine.write(order)
  const [key = ''] = store.kept.keys()
  for (const broken of ['{', '[]', '{"values":{}}', JSON.stringify({ ...order, content: { type: 'doc' } })]) {
    store.kept.set(key, broken)
    expect(mine.read()).toBeNull()
  }
  const refusing = {
    ...store,
    setItem: () => {
      throw new Error('QuotaExceededError')
    },
  }
  expect(() => orderKeeper('mei', refusing).write(order)).not.toThrow()
  expect(orderKeeper('mei', null).read()).toBeNull()
})
