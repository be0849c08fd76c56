const browsers: ReadonlyArray<readonly [name: string, mark: RegExp]> = [
  ['Quarterdeck app', /Electron\//],
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /(Firefox|FxiOS)\//],
  ['Chrome', /(Chrome|CriOS|Chromium)\//],
  ['Safari', /Version\/.*Safari\//],
  ['curl', /^curl\//],
  ['A program', /^(node|undici|python|axios|go-http-client)/i],
]

const systems: ReadonlyArray<readonly [name: string, mark: RegExp]> = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['ChromeOS', /CrOS/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
]

/** `Firefox on Windows`: enough for people to know their own devices by. */
export function deviceName(userAgent: string | null): string {
  if (!userAgent) return 'Unknown device'
  const find = (list: typeof browsers) => list.find(([, mark]) => mark.test(userAgent))?.[0]
  const [browser, system] = [find(browsers), find(systems)]
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? 'Unknown device'
}
