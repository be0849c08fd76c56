import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BadDocument, forOutside, readDocument, textOf } from './document.ts'
import { largestDocument } from './document-schema.ts'
import { finishEssay, getEssayRequest, viewShared } from './index.ts'
import { saveDraftInput } from './inputs.ts'
import { type Office, openOffice } from './testing/office.ts'
import { countWords } from './words.ts'

const paragraph = (...content: object[]) => ({ type: 'paragraph', content })
const doc = (...content: object[]) => ({ type: 'doc', content })
const marked = (mark: object) => doc(paragraph({ type: 'text', text: 'I learn', marks: [mark] }))

const script = '<script>alert(1)</script><img src=x onerror=alert(1)>'
// Right to left with marks of direction and points, people with skin and joiners, letters beyond the first plane.
const rare = 'שָׁלוֹם ‏עולם‏ مرحبا\u202eabc\u202c 👩🏽‍🚀👨‍👩‍👧‍👦 𝔘𝔫𝔦 𠜎𠜱 e\u0301 \u2028x \ufffd'

function refusal(given: unknown): BadDocument {
  try {
    readDocument(given)
  } catch (error) {
    if (error instanceof BadDocument) return error
    throw error
  }
  throw new Error('It was taken')
}

it('names those who comment to their customer, but no address, and nobody to whoever has a link', () => {
  const by = (author: string) => readDocument(marked({ type: 'comment', attrs: { id: 'c', text: 'Why?', author } }))
  expect(forOutside(by('Mei Tanaka'))).toEqual(by('Mei Tanaka'))
  expect(forOutside(by('mei@example.com'))).toEqual(by('Our team'))
  expect(forOutside(by('Mei Tanaka'), { nameless: true })).toEqual(by('Our team'))
})

const lists = (depth: number): object => {
  let node: object = paragraph({ type: 'text', text: 'Deep' })
  for (let level = 0; level < depth; level += 1) {
    node = { type: 'bulletList', content: [{ type: 'listItem', content: [node] }] }
  }
  return doc(node)
}

describe('a hostile document is refused with words, or harmless', () => {
  it.each([
    ['a node that runs', doc({ type: 'script', content: [{ type: 'text', text: 'alert(1)' }] }), /hold "script"/],
    ['an image', doc({ type: 'image', attrs: { src: 'x', onerror: 'alert(1)' } }), /hold "image"/],
    ['a node named like a member of every object', doc({ type: '__proto__' }), /hold "__proto__"/],
    ['a mark named like one', marked({ type: 'constructor' }), /marked "constructor"/],
    ['a link that runs', marked({ type: 'link', attrs: { href: 'javascript:alert(1)' } }), /begins with https/],
    ['one in disguise', marked({ type: 'link', attrs: { href: ' \tjava\nscript:alert(1)' } }), /begins with https/],
    ['one with data', marked({ type: 'link', attrs: { href: 'data:text/html,<script>' } }), /begins with https/],
    ['a link to this site', marked({ type: 'link', attrs: { href: '/admin?x' } }), /begins with https/],
    ['200 lists in lists', lists(200), /deeper than 32 levels/],
    ['a heading of no level', doc({ type: 'heading', attrs: { level: 'x' } }), /heading is not one/],
    ['a list without items', doc({ type: 'bulletList', content: [paragraph()] }), /may not stand here/],
    ['text outside of paragraphs', doc({ type: 'text', text: 'x' }), /stands in paragraphs/],
    ['text that is none', doc(paragraph({ type: 'text', text: { toString: 1 } })), /holds text/],
    ['content that is no list', { type: 'doc', content: { length: 1 } }, /is a list/],
    ['half of a character', doc(paragraph({ type: 'text', text: 'a\ud800b' })), /half of a surrogate pair/],
    ['half of one in a comment', marked({ type: 'comment', attrs: { id: 'a', text: '\udc00' } }), /surrogate/],
    ['NUL', 'a\0b', /NUL/],
    ['5 MB of text', 'word '.repeat(1_000_000), /takes 4883 KB, and 1,024 KB are allowed/],
    ['5 MB in the editor', doc(paragraph({ type: 'text', text: 'word '.repeat(1_000_000) })), /are allowed/],
    ['a million nodes', doc(...Array.from({ length: 100_000 }, () => paragraph())), /are allowed/],
    ['something else', 12, /a string, or a document/],
    ['nothing', null, /a string, or a document/],
  ])('%s', (_name, given, words) => {
    expect(refusal(given).message).toMatch(words)
  })

  it('says in which field, and where', () => {
    const { error } = saveDraftInput.safeParse({
      ...{ id: '00000000-0000-7000-8000-000000000000', baseVersion: 0 },
      content: doc(paragraph(), { type: 'iframe' }),
    })
    expect(error?.issues).toMatchObject([
      { path: ['content', 'content', 1], message: expect.stringContaining('iframe') },
    ])
  })

  it('takes no attribute along that it does not know', () => {
    const given = doc(
      {
        ...paragraph({ type: 'text', text: script, onclick: 'x', marks: [{ type: 'bold', attrs: { style: 'x' } }] }),
        attrs: { onload: 'x' },
      },
      { type: 'orderedList', attrs: { start: 3, class: 'x' }, content: [{ type: 'listItem', content: [paragraph()] }] },
    )
    const link = { type: 'link', attrs: { href: 'https://example.com/?a=b', target: '_top', onclick: 'x' } }
    expect(readDocument(given)).toEqual(
      doc(paragraph({ type: 'text', text: script, marks: [{ type: 'bold' }] }), {
        ...{ type: 'orderedList', attrs: { start: 3 } },
        content: [{ type: 'listItem', content: [paragraph()] }],
      }),
    )
    expect(readDocument(marked(link))).toEqual(marked({ type: 'link', attrs: { href: 'https://example.com/?a=b' } }))
  })

  it('takes what is as deep and as large as allowed', () => {
    // 15 lists with their items, the paragraph and its text.
    expect(readDocument(lists(15))).toEqual(lists(15))
    expect(() => readDocument(lists(16))).toThrow(BadDocument)
    const most = 'x'.repeat(largestDocument - JSON.stringify(doc(paragraph({ type: 'text', text: '' }))).length)
    expect(textOf(readDocument(most))).toBe(most)
    expect(() => readDocument(`${most}x`)).toThrow(BadDocument)
  })
})

const leaf = fc.record({
  type: fc.constant('text'),
  text: fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => !text.includes('\0')),
})
const { block } = fc.letrec<{ block: object }>(tie => ({
  block: fc.oneof(
    { maxDepth: 4 },
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map(content => ({ type: 'paragraph', content })),
    fc.array(tie('block'), { minLength: 1, maxLength: 3 }).map(content => ({ type: 'blockquote', content })),
  ),
}))

it('keeps any text to the character, and reading twice changes nothing', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), content => {
      const read = readDocument(doc(...content))
      expect(read).toEqual(doc(...content))
      expect(readDocument(JSON.parse(JSON.stringify(read)))).toEqual(read)
    }),
  )
})

it('takes whatever JSON it is given, or says what is wrong', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      for (const given of [value, { type: 'doc', content: value }, doc({ type: 'paragraph', content: value })]) {
        try {
          readDocument(given)
        } catch (error) {
          expect(error).toBeInstanceOf(BadDocument)
        }
      }
    }),
  )
})

it.each([
  ['', 0],
  ['  \n ', 0],
  ['— … !', 0],
  ['don’t well-known e.g. 3,5', 4],
  ['one\u00a0two\u2003three\nfour', 4],
  ['私は学生です', 4],
  ['ฉันรักภาษาไทย', 4],
  ['שלום עולם', 2],
  ['𝔘𝔫𝔦 👩🏽‍🚀', 1],
])('counts the words of %j', (text, count) => {
  expect(countWords(text)).toBe(count)
})

describe('stored and read again', () => {
  let office: Office
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.world.close())

  it('is whole, to the customer and to whoever has the link', async () => {
    const { world, customer, editor, order, save, mails } = office
    const { deps } = world
    const original = doc(paragraph({ type: 'text', text: rare }), paragraph({ type: 'text', text: script }))
    const { id } = await order(customer, {
      content: original,
      studentEmail: 'whole@example.com',
      studentName: script.slice(0, 60),
    })
    const edited = `${rare}\n${script}\n${'長'.repeat(100_000)}`
    await save(editor, id, edited, 0)
    await finishEssay(deps, editor, { id })
    const read = await getEssayRequest(deps, customer, { id })
    expect(read.original).toEqual(original)
    expect(textOf(read.edited ?? readDocument(''))).toBe(edited)
    const [mail] = await mails('whole@example.com')
    // Plain text, and nothing in it that the student chose.
    expect(mail?.text).not.toContain('script')
    const token = /token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
    const shared = await viewShared(deps, { requestId: 'x', ip: null, userAgent: null }, { token })
    expect([shared.original, textOf(shared.edited)]).toEqual([original, edited])
    expect(shared.studentName).toBe(script.slice(0, 60))
  })
})
