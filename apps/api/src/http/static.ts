import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { firstWorkspace, publicWriteKey } from '@quarterdeck/core/identity'
import type { Deps } from '@quarterdeck/core/kernel'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { limitByAddress } from './rates.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url))

const consoleApp = folder('apps/desktop/out/renderer')
const portal = folder('apps/web/dist')

const year = 365 * 24 * 3_600 * 1_000

/** Vite names assets by their content, so they may be kept for ever; pages must be asked for each time. */
async function serveApp(app: FastifyInstance, root: string, prefix: string): Promise<void> {
  if (!existsSync(root)) {
    app.log.warn({ root }, 'These screens are not built yet: run `pnpm build`')
    return
  }
  await app.register(fastifyStatic, {
    root,
    prefix,
    decorateReply: false,
    index: false,
    wildcard: false,
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.includes('/assets/') ? `public, max-age=${year / 1_000}, immutable` : 'no-cache',
      )
    },
  })
}

/** Whether an address is a page's and not a file's: what is searched for in it may have a dot, as e-mail addresses do. */
export const isPage = (url: string): boolean => !/\.[a-z0-9]+$/i.test(url.split('?')[0] ?? '')

/** What pages of other sites load: the tracker, and the chat widget with its file, which is named by its content. */
function scriptsForOtherSites(app: FastifyInstance): void {
  const send = (reply: FastifyReply, file: string, cacheControl: string) =>
    reply
      .headers({
        'cache-control': cacheControl,
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      })
      // Its own header would take the place of ours.
      .sendFile(file, folder('packages/sdk/dist'), { cacheControl: false })
  app.get('/sdk.js', (_request, reply) => send(reply, 'quarterdeck.js', 'public, max-age=3600'))
  // Names the file of the newest build, and those of older ones are gone: browsers ask each time, and are mostly told 304.
  app.get('/widget.js', (_request, reply) => send(reply, 'widget.js', 'no-cache'))
  app.get<{ Params: { name: string } }>('/widget/:name', (request, reply) => {
    const { name } = request.params
    if (!/^widget-[A-Z0-9]+\.js$/.test(name)) return reply.callNotFound()
    return send(reply, `widget/${name}`, `public, max-age=${year / 1_000}, immutable`)
  })
}

/** The two apps, each page of which is its app's index, and the tracker's script. */
export async function staticRoutes(
  app: FastifyInstance,
  { deps, workspaceId }: { deps: Deps; workspaceId: string },
): Promise<void> {
  await app.register(fastifyStatic, { root: folder('.'), serve: false })
  await serveApp(app, consoleApp, '/admin/')
  await serveApp(app, portal, '/')

  const page = (reply: FastifyReply, root: string) =>
    existsSync(root)
      ? reply.header('cache-control', 'no-cache').type('text/html').sendFile('index.html', root)
      : reply.status(503).type('text/plain').send('These screens are not built yet: run `pnpm build`, then reload.')

  scriptsForOtherSites(app)
  app.get('/portal.json', async (request, reply) => {
    await limitByAddress(deps, deps.limits.anonymous, 'portal', request, reply)
    // A page asks at each load; an office of many pages behind one address asks its browsers' caches.
    reply.header('cache-control', 'public, max-age=60')
    const { name } = await firstWorkspace(deps.db)
    return { writeKey: await publicWriteKey(deps, workspaceId), workspace: { id: workspaceId, name } }
  })

  app.setNotFoundHandler((request, reply) => {
    const { url, method } = request
    if ((method !== 'GET' && method !== 'HEAD') || !isPage(url) || /^\/(trpc|v1|webhooks)(\/|$)/.test(url)) {
      return reply
        .status(404)
        .send({ error: 'not_found', message: `There is no ${method} ${url.split('?')[0]} here`, requestId: request.id })
    }
    return /^\/admin(\/|\?|$)/.test(url) ? page(reply, consoleApp) : page(reply, portal)
  })
}
