/** Numbers as people read them. Rates are in percent (0 to 100), differences in points, durations in seconds. */

/** No-break gap between a number and its unit, so that they never part at a line's end. */
const gap = '\u00a0'
const minus = '−'

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 })

/** `1234567` → `1,234,567`. */
export function count(value: number): string {
  return whole.format(value).replace('-', minus)
}

/** `12345` → `12.3k`, for axes and narrow places. */
export function compactCount(value: number): string {
  return short.format(value).replace('-', minus)
}

/** `1, 'visit'` → `1 visit`; `2, 'visit'` → `2 visits`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)}${gap}${value === 1 ? one : many}`
}

/** `21.666` → `21.7 %`; what is not defined is a dash, never zero. */
export function percent(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  return `${value.toFixed(digits)}${gap}%`
}

/** A signed difference of two rates: `-56.83` → `−56.8 pts`. */
export function points(value: number | null | undefined, unit = true): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  const size = Math.abs(value).toFixed(1)
  const sign = size === '0.0' ? '±' : value < 0 ? minus : '+'
  return unit ? `${sign}${size}${gap}pts` : `${sign}${size}`
}

const units: ReadonlyArray<readonly [seconds: number, name: string]> = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
]

/** A length of time in its two largest units: `134` → `2 min 14 s`; below ten seconds with one decimal. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–'
  if (seconds < 10) return `${Number(seconds.toFixed(1))}${gap}s`
  let left = Math.round(seconds)
  const parts: string[] = []
  for (const [size, name] of units) {
    const amount = Math.floor(left / size)
    if (amount === 0) {
      if (parts.length > 0) break
      continue
    }
    parts.push(`${amount}${gap}${name}`)
    left -= amount * size
    if (parts.length === 2) break
  }
  return parts.join(' ')
}

/** A size in its own unit: `2340` → `2.3 kB`. */
export function bytes(size: number): string {
  if (size < 1_000) return `${size}${gap}bytes`
  const [value, unit] =
    size < 1_000_000 ? [size / 1e3, 'kB'] : size < 1_000_000_000 ? [size / 1e6, 'MB'] : [size / 1e9, 'GB']
  return `${value.toFixed(1)}${gap}${unit}`
}
