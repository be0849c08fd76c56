import { expect, it } from 'vitest'
import { unsentKeeper } from './unsent.ts'

function memory() {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}
const message = (clientId: string, failure: string | null = null) => ({
  ...{ clientId, content: `Words of ${clientId}`, attachmentIds: ['f'], internal: true, failure },
})

it('keeps a draft for its writer and its conversation, and that it is a note', () => {
  const store = memory()
  const own = unsentKeeper('ana', 'c1', store)
  own.keepDraft({ text: 'They are known to', note: true })
  expect(unsentKeeper('ana', 'c1', store).draft()).toEqual({ text: 'They are known to', note: true })
  for (const other of [unsentKeeper('ben', 'c1', store), unsentKeeper('ana', 'c2', store)])
    expect(other.draft()).toEqual({ text: '', note: false })
  own.keepDraft({ text: '', note: true })
  expect(store.kept.size).toBe(0)
})

it('keeps what is on its way in order, until it has arrived or is thrown away', () => {
  const store = memory()
  const own = unsentKeeper('ana', 'c1', store)
  for (const each of [message('1'), message('2'), message('1', 'No network')]) own.keepOutgoing(each)
  expect(unsentKeeper('ana', 'c1', store).outgoing()).toEqual([message('1', 'No network'), message('2')])
  for (const id of ['1', '2', '3']) own.forgetOutgoing(id)
  expect(store.kept.size).toBe(0)
})

it('takes nothing from a store that is broken, full or forbidden', () => {
  const store = memory()
  const own = unsentKeeper('ana', 'c1', {
    ...store,
    getItem: () => '{"text":4',
    setItem: () => {
      throw new Error('full')
    },
  })
  own.keepDraft({ text: 'Words', note: false })
  own.keepOutgoing(message('1'))
  expect([own.draft(), own.outgoing()]).toEqual([{ text: '', note: false }, []])
  const odd = unsentKeeper('ana', 'c1', {
    ...store,
    getItem: () => '[{"clientId":4},null,7,{"clientId":"1","content":"a"}]',
  })
  expect(odd.outgoing()).toEqual([
    { ...{ clientId: '1', content: 'a', attachmentIds: [] }, internal: false, failure: null },
  ])
  expect(unsentKeeper('ana', 'c1', null).draft().text).toBe('')
})
