import { expect, it } from 'vitest'
import { type EmailPart, emailHtml, emailText } from './email-body.ts'

const nasty = `<img src=x onerror="alert(1)"> & 'more'`
const body: EmailPart[] = [
  { kind: 'words', text: 'A subject' },
  { kind: 'words', text: `Two\nlines of ${nasty}` },
  { kind: 'heading', text: nasty },
  {
    kind: 'list',
    items: [
      { text: 'Fixed `cart<T>`', sources: [{ label: '1', url: 'https://github.com/acme/shop/pull/1?a=1&b="2"' }] },
      { text: 'Not linked', sources: [{ label: nasty, url: 'javascript:alert(1)' }] },
    ],
  },
  { kind: 'button', label: 'Open it', url: 'https://desk.example.com/x?token=abc' },
  { kind: 'note', text: 'Small print' },
]

it('is plain text, with each address on a line of its own', () => {
  expect(emailText(body)).toBe(`A subject

Two
lines of ${nasty}

${nasty}

- Fixed \`cart<T>\`
- Not linked

https://desk.example.com/x?token=abc

Small print
`)
})

it('is a page in which no word of anybody is markup, and nothing is fetched or runs', () => {
  const page = emailHtml('A subject', body)
  expect(page).not.toMatch(/<img|<script|javascript:|url\(|@import|<link/)
  expect(page).toContain('Two<br>lines of &lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;more&#39;')
  expect(page).toContain('Fixed <code>cart&lt;T&gt;</code>')
  expect(page).toContain('<a href="https://github.com/acme/shop/pull/1?a=1&amp;b=&quot;2&quot;">1</a>')
  expect(page.match(/href="https:\/\/desk\.example\.com\/x\?token=abc"/g)).toHaveLength(2)
  // In the title and as the heading; not once more as the first words.
  expect(page.match(/A subject/g)).toHaveLength(2)
  expect(emailHtml(nasty, [])).not.toContain('<img')
})
