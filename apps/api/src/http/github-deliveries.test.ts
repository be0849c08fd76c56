import { createHmac } from 'node:crypto'
import { createIssue, getIssue, linkPullRequest } from '@quarterdeck/core/issues'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { createFunnel } from '@quarterdeck/core/tracking'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'

const [secret, next] = ['the secret of now', 'the next secret']
let world: TestWorld
let server: TestServer
beforeAll(async () => {
  world = await createTestWorld({ webhookSecrets: { github: [secret, next] } })
  server = await startTestServer(world)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await world.close()
})

async function makeIssue(name: string, pull: number) {
  const { deps, scope } = server
  const steps = ['cart', 'pay'].map(step => ({ name: step, match: { event: step } }))
  const funnel = await createFunnel(deps, scope, { name, steps, windowHours: 24 })
  const issue = await createIssue(deps, scope, { title: name, funnelId: funnel.id, step: 'pay', severity: 'high' })
  await linkPullRequest(deps, scope, { id: issue.id, url: `https://github.com/acme/shop/pull/${pull}` })
  return async () => (await getIssue(deps, scope, { id: issue.id })).status
}

const merged = (number: number, mergedAt = new Date().toISOString()) =>
  JSON.stringify({
    action: 'closed',
    pull_request: {
      ...{ number, html_url: `https://github.com/acme/shop/pull/${number}`, state: 'closed', draft: false },
      ...{ merged: true, merged_at: mergedAt, updated_at: mergedAt },
      head: { ref: 'fix' },
    },
    repository: { full_name: 'acme/shop' },
  })

async function send(body: string, signedWith: string, { id = 'd1', signed = body } = {}) {
  const signature = `sha256=${createHmac('sha256', signedWith).update(signed).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-github-event': 'pull_request', 'x-github-delivery': id }
  const url = `${server.url}/webhooks/github`
  const answer = await fetch(url, { method: 'POST', body, headers: { ...headers, 'x-hub-signature-256': signature } })
  await answer.text()
  await world.runJobs()
  return answer.status
}

test.each([secret, next])('a merge that is signed with %s makes the issue fixed, once', async signedWith => {
  const number = signedWith.length
  const status = await makeIssue(`Signed with ${signedWith}`, number)
  expect(await send(merged(number), signedWith, { id: signedWith })).toBe(202)
  expect(await status()).toBe('fixed')
  expect(await send(merged(number), signedWith, { id: signedWith })).toBe(200)
  expect(await status()).toBe('fixed')
})

test('a forged merge changes nothing and is not kept', async () => {
  const status = await makeIssue('Forged', 77)
  expect(await send(merged(77), 'a secret of somebody')).toBe(400)
  expect(await send(merged(77), secret, { signed: merged(78) })).toBe(400)
  const bare = await fetch(`${server.url}/webhooks/github`, {
    ...{ method: 'POST', body: merged(77), headers: { 'content-type': 'application/json' } },
  })
  expect(bare.status).toBe(400)
  await world.runJobs()
  expect(await status()).toBe('open')
  expect(await world.database.run("select id from webhooks where delivery_id = 'd1'")).toEqual([])
})
