import { describe, expect, it } from 'vitest'
import { conversationIn, deliveriesIn, readAddress, replyAddress } from './email-address.ts'
import { textOfHtml, withoutQuotes } from './email-text.ts'

describe('what is quoted', () => {
  const quotes = {
    Gmail: 'Yes.\n\nOn Tue, Mar 3, 2026 at 10:00 AM Desk <desk@example.com> wrote:\n\n> Is it?\n> Really?\n',
    'Gmail, in two lines': 'Yes.\n\nOn Tue, Mar 3, 2026 at 10:00 AM Desk\n<desk@example.com> wrote:\n> Is it?',
    'Thunderbird in German': 'Yes.\r\n\r\nAm 03.03.26 um 10:00 schrieb Desk:\r\n> Is it?\r\n',
    'Apple Mail in French': 'Yes.\n\nLe 3 mars 2026 à 10:00, Desk <desk@example.com> a écrit :\n\n> Is it?',
    Outlook: 'Yes.\n\nFrom: Desk <desk@example.com>\nSent: Tuesday, March 3, 2026\nTo: Ana\nSubject: Hm\n\nIs it?\n',
    'an older Outlook': 'Yes.\n\n-----Original Message-----\nFrom: Desk\nIs it?',
    'the web of Outlook': `Yes.\n\n${'_'.repeat(32)}\nVon: Desk\nGesendet: Dienstag\n\nIs it?`,
    'marks alone': 'Yes.\n\n> Is it?\n>\n> Desk\n',
  }
  it.each(Object.entries(quotes))('goes, as %s writes it', (_, text) => expect(withoutQuotes(text)).toBe('Yes.'))

  const kept = [
    'On Monday I wrote: nothing came',
    'From: Berlin\nto: Rome, two tickets, please',
    '> Is it?\nYes.\n> Really?\nNo.',
    'On Tue, Desk wrote:\n> One?\nYes.\n> Two?\nNo.\n> Three?\nPerhaps.\n> Four?\nNever.',
  ]
  it.each(kept)('stays where it is what somebody says: %j', text => expect(withoutQuotes(text)).toBe(text))

  it('takes no time to speak of on a long text of beginnings', { timeout: 20_000 }, () => {
    withoutQuotes('On a day that never ends '.repeat(8_000))
    withoutQuotes('On a\n'.repeat(40_000))
  })
})

it('reads HTML as text, quotes marked, and nothing that a page would run', () => {
  const html = `<html><head><title>x</title><style>b{}</style></head><body><div>Hello,<br>my&nbsp;order</div>
    <ul><li>one</li><li>two</li></ul><script>alert(1)</script><blockquote type="cite">You<br>wrote</blockquote></body>`
  expect(textOfHtml(html)).toBe('Hello,\nmy order\n\none\n\ntwo\n\n> You\n> wrote')
  expect(textOfHtml(`${'<div>'.repeat(5_000)}deep`)).toBe('')
})

it('reads addresses as they are written, and none where there is none', () => {
  expect(readAddress('"Silva, Ana" <Ana@Example.com>')).toEqual({ address: 'ana@example.com', name: 'Silva, Ana' })
  expect(readAddress('ana@example.com')).toEqual({ address: 'ana@example.com', name: null })
  for (const none of ['', 'Ana', '<>', 'a@b, c@d', 'Ana <ana@example.com> <x', 'a@@b'])
    expect(readAddress(none)).toBeNull()
})

it('finds our own ids again', () => {
  const id = '0190f000-0000-7000-8000-000000000001'
  expect(conversationIn(`x@example.com, Desk <${replyAddress('support@example.com', id)}>`)).toBe(id)
  expect(conversationIn('support+vip@example.com')).toBeNull()
  expect(deliveriesIn(`<other@mail> <${id}@example.com>`)).toEqual([id])
})
