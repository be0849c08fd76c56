import type { CompanionNumber, CompanionResult } from '@quarterdeck/db'

interface Found {
  start: number
  end: number
  value: number
  decimals: number
  /** The number times this is the value. */
  scale: number
  percent: boolean
  money: boolean
}

interface Given {
  calls: readonly { number: number; result: CompanionResult | null }[]
  /** Numbers that the asker named are no claims. */
  question: string
}

/** Whole names or their abbreviations: `decreased 12 %` is no December. */
const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
/** What stands behind a number that only looks like a year. */
const counted =
  'essays?|items?|students?|customers?|people|words?|rows?|orders?|events?|visits?|visitors?|conversations?|messages?|users?|reviews?|USD|EUR|GBP|dollars|euros'
/** What looks like a number and claims nothing: citations, dates, times, versions, and days of a month. */
const passedOver = new RegExp(
  [
    String.raw`\[q\d+\]|\bq\d+\b`,
    String.raw`\b\d{4}-\d{2}(-\d{2})?\b`,
    String.raw`\b\d{1,2}:\d{2}\b`,
    String.raw`\b(${months})\b\.?\s+\d{1,2}(st|nd|rd|th)?\b(?![.,]\d|\s?%)(,?\s+\d{4}\b)?`,
    String.raw`\b\d{1,2}(st|nd|rd|th)?\.?\s+(${months})\b(\s+\d{4}\b)?`,
    // A year, but no amount, and nothing that is counted.
    String.raw`(?<![$€£¥]\s?|\b(?:USD|EUR|GBP)\s)\b(19|20)\d{2}\b(?![.,]\d|\s?%|\s(?:${counted})\b)`,
    // The length of a period is what was asked for.
    String.raw`\b(last|past|previous|preceding|next|these|those)\s+\d+\s+(minute|hour|day|week|month|year)s?\b`,
    String.raw`\b\d+\s+(minute|hour|day|week|month|year)s?\s+(before|ago|earlier|later)\b`,
    String.raw`^\s*\d+[.)]\s`,
  ].join('|'),
  'gim',
)
const written =
  /(?<money>[$€£¥]\s?|\b(?:USD|EUR|GBP)\s)?(?<![\p{L}\d_.,])(?<digits>\d{1,3}(?:,\d{3})+|\d+)(?<fraction>\.\d+)?(?<unit>\s?%|\s?percent\b|\s?(?:k|m|bn|thousand|million|billion)\b)?(?<after>\s?(?:USD|EUR|GBP|dollars|euros)\b)?/giu

const scales: Record<string, number> = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 }

/** The numbers that a text claims, where they stand. */
function findNumbers(text: string): Found[] {
  const blank = text.replace(passedOver, match => ' '.repeat(match.length))
  return [...blank.matchAll(written)].map(match => {
    const { money, digits = '', fraction = '', unit = '', after } = match.groups ?? {}
    const start = match.index + (money?.length ?? 0)
    const word = unit.trim().toLowerCase()
    return {
      ...{ start, end: start + digits.length + fraction.length },
      value: Number(digits.replaceAll(',', '') + fraction),
      decimals: Math.max(0, fraction.length - 1),
      scale: scales[word] ?? 1,
      percent: word === '%' || word === 'percent',
      money: money !== undefined || after !== undefined,
    }
  })
}

/** Whether a stored value, rounded as the number is, is that number. Signs are words in a text: "fell by 12 %". */
function isSame({ value, decimals, scale, percent, money }: Found, stored: number): boolean {
  const readings = [stored, ...(percent ? [stored * 100] : []), ...(money || decimals === 2 ? [stored / 100] : [])]
  const tolerance = 0.5 * 10 ** -decimals * scale
  return readings.some(reading => Math.abs(Math.abs(reading) - value * scale) <= tolerance * (1 + 1e-9))
}

function valuesOf(result: CompanionResult): number[] {
  return result.tables.flatMap(({ rows }) => [
    rows.length,
    ...rows.flat().flatMap(value => {
      if (typeof value === 'number') return [value]
      const isNumber = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
      return isNumber ? [Number(value)] : []
    }),
  ])
}

/** The calls that are named behind a number in its own sentence, the next one first. */
function namedBehind(text: string, end: number): number[] {
  const rest = text.slice(end)
  const stop = rest.search(/[.!?](\s|$)|\n/)
  const sentence = stop < 0 ? rest : rest.slice(0, stop + 1)
  return [...sentence.matchAll(/\[q(\d+)\]/g)].map(([, number]) => Number(number))
}

/**
 * Links each number of an answer to the call whose result holds it: one that the sentence names, else any of the thread.
 * A number that no result holds, and the asker did not name, has none.
 */
export function linkNumbers(text: string, { calls, question }: Given): CompanionNumber[] {
  const held = new Map(calls.flatMap(({ number, result }) => (result ? [[number, valuesOf(result)] as const] : [])))
  const asked = findNumbers(question).map(({ value, scale }) => value * scale)
  return findNumbers(text).flatMap((found): CompanionNumber[] => {
    const holds = (call: number) => held.get(call)?.some(value => isSame(found, value)) ?? false
    const call = [...namedBehind(text, found.end), ...[...held.keys()].reverse()].find(holds) ?? null
    if (call === null && asked.includes(found.value * found.scale)) return []
    return [{ start: found.start, end: found.end, call }]
  })
}
