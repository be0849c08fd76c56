import type { ContextBridge, IpcRenderer } from 'electron'
import { channels, type DesktopBridge } from '../bridge.ts'

/** Gives the page the bridge and nothing else of Electron. */
export function exposeBridge(
  world: Pick<ContextBridge, 'exposeInMainWorld'>,
  ipc: Pick<IpcRenderer, 'invoke'>,
  platform: string,
): void {
  const bridge: DesktopBridge = {
    platform,
    server: () => ipc.invoke(channels.server),
    changeServer: () => ipc.invoke(channels.changeServer),
    showOpenIssues: count => ipc.invoke(channels.showOpenIssues, count),
    notify: notice => ipc.invoke(channels.notify, notice),
  }
  world.exposeInMainWorld('quarterdeckDesktop', bridge)
}
