import { describe, expect, it } from 'vitest'
import { countTokens, cutIntoPassages, maxTokens, overlapTokens } from './chunking.ts'
import { readContent } from './content.ts'
import { quoteOverlap } from './quote.ts'
import { readSections } from './sections.ts'

/** A PDF of one line a page, as small as they get. */
function makePdf(pages: readonly string[]): string {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + 2 * index} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((text, index) => {
      const stream = `BT /F1 12 Tf 72 700 Td (${text}) Tj ET`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents ${5 + 2 * index} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ]
    }),
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const start = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`
  return Buffer.from(file).toString('base64')
}

describe('reading documents', () => {
  it('keeps the path of headings of Markdown, and takes none from code', () => {
    const text =
      'Before.\n\n# Orders\n\n## Sending *back* ##\n\nThirty days.\n\n```sh\n# not a heading\n```\n\nShort\n-----\n\nYes.\n\n# [Other](x)\n\nNo.'
    expect(readSections('markdown', text)).toEqual([
      { headings: [], text: 'Before.' },
      { headings: ['Orders', 'Sending back'], text: 'Thirty days.\n\n```sh\n# not a heading\n```' },
      { headings: ['Orders', 'Short'], text: 'Yes.' },
      { headings: ['Other'], text: 'No.' },
    ])
  })

  it('takes a page’s own text from HTML, and nothing that is not for reading', () => {
    const html = `<!doctype html><title>T</title><nav>Menu</nav><main><h1>Orders &amp; more</h1><p>One<br>two <b>three</b>.</p>
      <script>alert(1)</script><style>p{}</style><p hidden>Secret</p><h2>Back</h2><ul><li>Thirty days</li><li>In a box</li></ul>
      <table><tr><th>Size</th><td>Big</td></tr></table><pre>a
  b</pre></main><footer>Foot</footer>`
    expect(readSections('html', html)).toEqual([
      { headings: ['Orders & more'], text: 'One\ntwo three.' },
      { headings: ['Orders & more', 'Back'], text: '- Thirty days\n- In a box\n\nSize | Big |\n\na\n  b' },
    ])
  })

  it('reads a PDF page by page, and says so when it is none', async () => {
    const { content, format } = await readContent({ content: makePdf(['Thirty days.', 'Sixty days.']), format: 'pdf' })
    expect(readSections(format, content)).toEqual([
      { headings: ['Page 1'], text: 'Thirty days.' },
      { headings: ['Page 2'], text: 'Sixty days.' },
    ])
    const broken = Buffer.from('%PDF-1.4 and nothing else').toString('base64')
    for (const content of ['hello', broken]) {
      await expect(readContent({ content, format: 'pdf' })).rejects.toMatchObject({ kind: 'invalid' })
    }
  })
})

describe('cutting into passages', () => {
  const sentences = Array.from({ length: 200 }, (_, index) => `This is sentence number ${index} of a long text. `)

  it('cuts long sections at sentences, into about 512 tokens with at most 128 said twice', () => {
    const passages = cutIntoPassages([{ headings: ['A'], text: sentences.join('') }])
    expect(passages.length).toBeGreaterThan(3)
    for (const [index, { content, tokens, headings }] of passages.entries()) {
      expect(headings).toEqual(['A'])
      expect(tokens).toBe(countTokens(content))
      expect(tokens).toBeLessThanOrEqual(maxTokens)
      expect(content).toMatch(/^This is .*\.$/s)
      const next = passages[index + 1]
      if (!next) continue
      expect(tokens).toBeGreaterThan(maxTokens - overlapTokens)
      const first = next.content.slice(0, 40)
      const shared = content.slice(content.indexOf(first))
      expect(content).toContain(first)
      expect(next.content.startsWith(shared)).toBe(true)
      expect(countTokens(shared)).toBeLessThanOrEqual(overlapTokens)
    }
    const whole = passages.map(({ content }) => content).join(' ')
    for (const sentence of sentences) expect(whole).toContain(sentence.trim())
  })

  it('cuts what has neither sentences nor spaces', () => {
    const passages = cutIntoPassages([{ headings: [], text: '漢'.repeat(4_000) }])
    expect(Math.max(...passages.map(({ tokens }) => tokens))).toBeLessThanOrEqual(maxTokens)
    expect(passages.map(({ content }) => content).join('').length).toBeGreaterThanOrEqual(4_000)
  })
})

describe('a quote', () => {
  const text = 'Parcels may come back within thirty days, “unopened” — in their box.'
  it.each([
    ['within thirty days, unopened', 1],
    ['WITHIN  thirty days', 1],
    ['thirty', 1],
    ['', 0],
    ['within sixty days', 0],
    ['you get a car', 0],
    ['arc els', 0],
  ])('%s stands in its text to %d', (quote, share) => {
    expect(quoteOverlap(quote, text)).toBe(share)
  })
})
