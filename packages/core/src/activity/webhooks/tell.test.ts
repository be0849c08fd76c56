import examples from '@octokit/webhooks-examples' with { type: 'json' }
import { expect, it } from 'vitest'
import { tell } from './tell.ts'

it('tries', () => {
  for (const { name, examples: list } of examples) for (const [index, payload] of list.entries()) {
    try {
      const told = tell(name, payload, new Date())
      if (told) console.log(name, index, Reflect.get(payload, 'action'), told.facts.map(f => `${f.objectKey} ${f.text} ${f.actor?.login} ${f.partial}`), told.pulls.length, told.removals.map(r => r.objectKey))
    } catch (error) { console.log('FAILED', name, index, Reflect.get(payload, 'action'), String(error).slice(0, 600)) }
  }
})
