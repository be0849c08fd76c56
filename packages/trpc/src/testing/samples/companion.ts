import type { Things } from '../world.ts'
import type { SamplesOf } from './sample.ts'

export function companionSamples(things: Things): SamplesOf<'companion'> {
  return {
    companion: {
      abilities: { kind: 'read', inputs: [undefined] },
      threads: { kind: 'read', inputs: [{ search: 'x', limit: 5 }, undefined] },
      messages: { kind: 'read', inputs: [{ threadId: things.ownThreadId, before: 9, limit: 5 }] },
      result: { kind: 'read', inputs: [{ threadId: things.ownThreadId, number: 1 }] },
      createThread: { kind: 'write', inputs: [{ title: 'Late essays' }, undefined] },
      rename: { kind: 'write', inputs: [{ id: things.ownThreadId, title: 'Other' }] },
      ask: { kind: 'write', inputs: [{ threadId: things.ownThreadId, question: 'How many?', clientId: 'once' }] },
      run: {
        kind: 'write',
        inputs: [{ threadId: things.ownThreadId, tool: 'sql', args: { query: 'select 1 as one' }, clientId: 'run' }],
      },
      onEvent: { kind: 'read', inputs: [{ threadId: things.ownThreadId, lastEventId: 0 }] },
      remove: { kind: 'write', inputs: [{ id: things.ownThreadId }] },
    },
  }
}
