import { expect, test } from 'vitest'
import { browserNotifier, desktopNotifier } from './notifier.ts'

const notice = { title: 'A customer waits', body: '#4', path: '/support/1', tag: 'one' }

/** A browser's class, as far as it is used, that records what it showed. */
function browser(permission: NotificationPermission, answer = permission) {
  const shown: Notice[] = []
  class Notice {
    static permission = permission
    static async requestPermission() {
      Notice.permission = answer
      return answer
    }
    onclick: unknown = null
    closed = false
    readonly title: string
    readonly tag: string
    constructor(title: string, { tag }: { body: string; tag: string }) {
      this.title = title
      this.tag = tag
      shown.push(this)
    }
    close() {
      this.closed = true
    }
  }
  return { Notice, shown }
}

test('in the desktop app the shell shows it, with the path that a click opens', () => {
  const calls: object[] = []
  const notifier = desktopNotifier({ notify: async each => void calls.push(each) })
  expect([notifier.permission(), notifier.show(notice)]).toEqual(['granted', true])
  expect(calls).toEqual([{ title: 'A customer waits', body: '#4', path: '/support/1' }])
})

test('a browser shows it once it may, and a click opens the path', async () => {
  const { Notice, shown } = browser('default', 'granted')
  const opened: string[] = []
  const notifier = browserNotifier(Notice, path => opened.push(path))
  expect([notifier.permission(), notifier.show(notice), shown.length]).toEqual(['default', false, 0])
  expect(await notifier.ask()).toBe('granted')
  expect(notifier.show(notice)).toBe(true)
  const [first] = shown
  expect(first).toMatchObject({ title: 'A customer waits', tag: 'one' })
  if (typeof first?.onclick === 'function') first.onclick()
  expect([opened, first?.closed]).toEqual([['/support/1'], true])
})

test('one that may not, cannot or has none shows nothing', async () => {
  const { Notice, shown } = browser('denied')
  expect(browserNotifier(Notice, () => {}).show(notice)).toBe(false)
  expect(shown).toEqual([])
  class OfPhones extends browser('granted').Notice {
    constructor(title: string, options: { body: string; tag: string }) {
      super(title, options)
      throw new TypeError('Illegal constructor')
    }
  }
  expect(browserNotifier(OfPhones, () => {}).show(notice)).toBe(false)
  const none = browserNotifier(undefined, () => {})
  expect([none.permission(), await none.ask(), none.show(notice)]).toEqual(['absent', 'absent', false])
})
