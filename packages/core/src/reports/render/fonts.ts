import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import { z } from 'zod'

const { resolve } = createRequire(import.meta.url)

export const weights = ['plain', 'bold'] as const
export type Weight = (typeof weights)[number]

/** Latin, Greek, Cyrillic, Hebrew, Arabic and more, in one file a weight. */
const first: Readonly<Record<Weight, string>> = {
  plain: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
}

/** What the first lacks, in a hundred small files of a few signs each: only those are read whose signs are needed. */
const others = ['noto-sans-sc', 'noto-sans-kr', 'noto-sans-thai', 'noto-sans-devanagari', 'noto-emoji'] as const

/** Points of the axis of weights. */
const axis: Readonly<Record<Weight, number>> = { plain: 400, bold: 700 }

/** The files of a font, and which signs are in each: `U+4e00-4e0a,U+4e10`. */
const shardsOf = (family: string): { file: string; has: (code: number) => boolean }[] => {
  const ranges = z
    .record(z.string(), z.string())
    .parse(JSON.parse(readFileSync(resolve(`@fontsource-variable/${family}/unicode.json`), 'utf8')))
  return Object.entries(ranges).map(([name, list]) => {
    const spans = list.split(',').map(span => {
      const [from = '', to = from] = span.replace(/^U\+/i, '').split('-')
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
    })
    const file = `@fontsource-variable/${family}/files/${family}-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`
    return { file, has: code => spans.some(([from, to]) => code >= from && code <= to) }
  })
}

let shards: ReturnType<typeof shardsOf> | undefined
const allShards = () => {
  shards ??= others.flatMap(shardsOf)
  return shards
}

function open(file: string): Font {
  const font = create(readFileSync(file))
  if ('fonts' in font) throw new Error(`${file} holds several fonts`)
  return font
}

/** A font under the name by which a document knows it. */
export interface NamedFont {
  name: string
  font: Font
}

/** The fonts of one document. Each is opened when the first sign asks for it. */
export function createFonts(register: (name: string, font: Font) => void) {
  const opened = new Map<string, NamedFont>()
  const named = (name: string, make: () => Font): NamedFont => {
    const known = opened.get(name) ?? { name, font: make() }
    if (!opened.has(name)) register(name, known.font)
    opened.set(name, known)
    return known
  }
  const primary = (weight: Weight) => named(weight, () => open(first[weight]))
  // A variation cannot be made of a WOFF2 font that is open: it is told its place on the axis. Documents take fonts of one
  // name for one font.
  const shard = (file: string, weight: Weight) =>
    named(`${file} ${weight}`, () =>
      Object.defineProperty(Object.assign(open(resolve(file)), { variationCoords: [axis[weight]] }), 'postscriptName', {
        value: `${file.replace(/^.*\/|-wght.*$/g, '')}-${weight}`,
      }),
    )
  const known = new Map<string, NamedFont | null>()
  const look = (code: number, weight: Weight): NamedFont | null => {
    const own = primary(weight)
    if (own.font.hasGlyphForCodePoint(code)) return own
    for (const { file, has } of allShards()) {
      if (!has(code)) continue
      const other = shard(file, weight)
      if (other.font.hasGlyphForCodePoint(code)) return other
    }
    return null
  }
  return {
    primary,
    /** The font that has a sign; null where none has it. */
    find(code: number, weight: Weight): NamedFont | null {
      const key = `${code} ${weight}`
      const found = known.get(key)
      if (found !== undefined) return found
      const font = look(code, weight)
      known.set(key, font)
      return font
    },
  }
}
export type Fonts = ReturnType<typeof createFonts>
