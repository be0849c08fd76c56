import { describe, expect, it } from 'vitest'
import { countTokens, cutIntoPassages, maxTokens, overlapTokens } from './chunking.ts'
import { readContent, readFileContent } from './content.ts'
import { quoteOverlap } from './quote.ts'
import { readSections } from './sections.ts'
import { makePdf } from './testing/pdf.ts'

describe('reading documents', () => {
  it.each([
    ['a.pdf', makePdf(['Thirty days.']), 'pdf', 'Thirty days.'],
    ['no-ending', makePdf(['Thirty days.']), 'pdf', 'Thirty days.'],
    ['a.pdf', Buffer.from('# Not a PDF'), 'text', '# Not a PDF'],
    ['a.MD', Buffer.from('\ufeff# Title'), 'markdown', '# Title'],
    ['saved.txt', Buffer.from('<!-- saved --><!DOCTYPE html><p>x'), 'html', '<!-- saved --><!DOCTYPE html><p>x'],
    ['a.htm', Buffer.from('<p>x'), 'html', '<p>x'],
  ])('takes a file for what is in it: %s', async (name, content, format, text) => {
    expect(await readFileContent({ name, content })).toEqual({ format, content: text })
  })

  it.each([
    ['a.md', Buffer.from('89504e470d0a1a0a', 'hex'), 'This is no PDF, and no text'],
    ['a.txt', Buffer.from('caf\xe9', 'latin1'), 'This is no PDF, and no text'],
    ['a.txt', Buffer.alloc(0), 'This is no PDF, and no text'],
    ['a.pdf', Buffer.from('%PDF-1.7 and nothing'), 'This PDF cannot be read'],
    ['a.txt', Buffer.alloc(1_500_001, 'a'), 'more than 1500000 characters'],
    ['a.txt', Buffer.alloc(10 * 1_048_576 + 1, 'a'), '10 MB at most'],
  ])('refuses %s where it is none', async (name, content, said) => {
    await expect(readFileContent({ name, content })).rejects.toThrow(said)
  })

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
    const { content, format } = await readContent({
      content: makePdf(['Thirty days.', 'Sixty days.']).toString('base64'),
      format: 'pdf',
    })
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
