import type { App, Tray } from 'electron'

/** Shows how many issues wait: as a badge where the system has one, and in words on the tray. */
export function showOpenIssues(app: Pick<App, 'setBadgeCount'>, tray: Pick<Tray, 'setToolTip'>, count: number): void {
  app.setBadgeCount(count)
  const words = count === 0 ? 'no open issues' : count === 1 ? '1 open issue' : `${count} open issues`
  tray.setToolTip(`Quarterdeck: ${words}`)
}
