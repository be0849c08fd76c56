import { extractText, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { toHtml } from './html.ts'
import { inOrder, wordsOf } from './lines.ts'
import { type Rendered, type RenderedCitation, toMarkdown } from './markdown.ts'
import { toPdf } from './pdf.ts'

const citation = (number: number): RenderedCitation => ({
  ...{ url: `https://github.com/acme/shop/pull/${number}`, kind: 'pr_merged', title: `Łódź & <b>${number}</b> Ελλάδα` },
  ...{ repository: 'acme/shop', actor: { login: 'mei', name: null }, occurredAt: new Date('2026-03-02T12:00:00Z') },
})

const report: Rendered = {
  title: 'Weekly report, 2–8 March 2026',
  subject: 'Zoë',
  sections: [
    {
      ...{ key: 'accomplishments', title: 'Accomplishments' },
      bullets: [
        { text: 'Added `reset()` to <Cart> and *stars*', citations: [1, 2, 3, 4, 5] },
        { text: 'Тексты', citations: [7, 9] },
      ],
    },
    { key: 'insights', title: 'Technical insights', bullets: [] },
  ],
  notices: ['Claims that no fact bore out were left out: 2.'],
  citations: Array.from({ length: 90 }, (_, index) => citation(index + 1)),
}

it('writes Markdown whose every number is a link to its fact', () => {
  const text = toMarkdown(report)
  expect(text).toContain('# Weekly report, 2–8 March 2026: Zoë')
  expect(text).toContain(
    '- Added `reset()` to \\<Cart> and \\*stars\\* \\[[1](https://github.com/acme/shop/pull/1)–[5](',
  )
  expect(text).toContain('\\[[7](https://github.com/acme/shop/pull/7), [9](https://github.com/acme/shop/pull/9)\\]')
  expect(text).toContain('## Technical insights\n\nNothing of this kind is on record.')
  expect(text).toContain(
    '1. [Łódź & \\<b>1\\</b> Ελλάδα](https://github.com/acme/shop/pull/1): pull request merged, acme/shop, mei, 2026-03-02',
  )
})

it('writes a page in which nothing of a report is markup', () => {
  const page = toHtml({ ...report, citations: [{ ...citation(1), url: 'javascript:alert(1)' }] })
  expect(page).toContain(
    '<li>Added <code>reset()</code> to &lt;Cart&gt; and *stars* <sup>[<a href="#source-1">1–5</a>]</sup></li>',
  )
  expect(page).not.toContain('javascript:')
  expect(page).not.toMatch(/<b>|<Cart>/)
})

it('writes a PDF with all of it, in letters of many scripts', async () => {
  const file = await toPdf(report)
  const pdf = await getDocumentProxy(new Uint8Array(file))
  const { text, totalPages } = await extractText(pdf, { mergePages: true })
  expect(totalPages).toBeGreaterThan(1)
  expect(totalPages).toBeLessThan(6)
  for (const words of [
    'Zoë',
    'Тексты [7, 9]',
    'reset() to <Cart>',
    '[1–5]',
    `1 / ${totalPages}`,
    'Nothing of this kind',
  ])
    expect(text).toContain(words)
  expect(text).toContain('90. Łódź & <b>90</b> Ελλάδα: pull request merged, acme/shop, mei, 2026-03-02')
  const links = (await (await pdf.getPage(totalPages)).getAnnotations()).map(({ url }: { url?: string }) => url)
  expect(links).toContain('https://github.com/acme/shop/pull/90')
})

it('writes a PDF in letters of other scripts too, with emoji, and says what no font has', async () => {
  const bullets = [
    { text: '修复了购物车的合计；カートの合計を直した；장바구니 합계를 고쳤다 ✨🐛 (👩‍💻)', citations: [1] },
    { text: `${'合计'.repeat(80)} end`, citations: [2] },
    { text: 'แก้ไขน้ำ และ क्षेत्र ठीक किया', citations: [] },
    { text: 'Reviewed by שלום עולם, and by مرحبا بالعالم today', citations: [] },
  ]
  const sections = [{ key: 'work', title: '完成的工作', bullets }]
  const textOf = async (told: Rendered) => {
    const file = await toPdf(told)
    expect(file.length).toBeLessThan(150_000)
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(file)), { mergePages: true })
    return text
  }
  const whole = { ...report, sections, citations: report.citations.slice(0, 2) }
  const text = await textOf(whole)
  for (const words of [
    '完成的工作',
    '修复了购物车的合计；カートの合計を直した；',
    '장바구니 합계를 고쳤다 ✨🐛 (👩💻) [1]',
    'Reviewed by',
    'แก้ไข',
    'ठीक',
  ])
    expect(text).toContain(words)
  expect(text).not.toMatch(/□|none of the fonts/)
  expect(text.replace(/\s/g, '')).toContain('合计'.repeat(80))
  const tamil = await textOf({ ...whole, sections: [], subject: 'தமிழ்' })
  expect(tamil).toContain('□□□□□')
  expect(tamil).toContain('5 signs of this report are in none of the fonts of this file')
})

it('ends lines of Thai between words, and never before a sign that belongs to one', () => {
  expect(wordsOf('ปรับปรุงหน้าชำระเงิน)')).toEqual(['ปรับปรุง', 'หน้า', 'ชำระ', 'เงิน)'])
  expect(wordsOf('(แก้ไข bug')).toEqual(['(แก้ไข bug'])
  expect(wordsOf('one-two')).toEqual(['one-two'])
})

it('sets words that are written from right to left in their order', () => {
  const atoms = (text: string) =>
    (text.match(/ |[^ ]+/g) ?? []).map(word => ({
      word,
      direction: /[א-ת]/.test(word) ? ('left' as const) : word === ' ' ? ('space' as const) : ('right' as const),
    }))
  const shown = inOrder(atoms('By שלום עולם and דן today'))
  expect(shown.map(({ word }) => word).join('')).toBe('By עולם שלום and דן today')
})
