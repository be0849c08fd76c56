import type { IpcMain } from 'electron'
import { channels, type DesktopNotice, type DesktopServer } from '../bridge.ts'
import { consoleAddress, isOurs } from './addresses.ts'

interface Options {
  server: () => DesktopServer
  changeServer: () => Promise<void>
  showOpenIssues: (count: number) => void
  /** `address` is a console address to open on a click. */
  notify: (notice: { title: string; body: string; address: string | undefined }) => void
}

/** Answers the bridge's messages. A frame that is not the console is refused, and so is input of another shape. */
export function serveBridge(
  ipc: Pick<IpcMain, 'handle'>,
  { server, changeServer, showOpenIssues, notify }: Options,
): void {
  const answer = (channel: string, body: (input: unknown) => unknown) =>
    ipc.handle(channel, (event, input: unknown) => {
      if (!isOurs(event.senderFrame?.url ?? '')) throw new Error('Only the console may ask')
      return body(input)
    })
  answer(channels.server, server)
  answer(channels.changeServer, changeServer)
  answer(channels.showOpenIssues, count => {
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) throw new Error('count: a whole number')
    showOpenIssues(count)
  })
  answer(channels.notify, notice => {
    if (!isNotice(notice)) throw new Error('notice: { title, body, path? }')
    const { title, body, path } = notice
    notify({ title: title.slice(0, 200), body: body.slice(0, 1000), address: path ? consoleAddress(path) : undefined })
  })
}

const isNotice = (value: unknown): value is DesktopNotice =>
  typeof value === 'object' &&
  value !== null &&
  'title' in value &&
  typeof value.title === 'string' &&
  'body' in value &&
  typeof value.body === 'string' &&
  (!('path' in value) || value.path === undefined || typeof value.path === 'string')
