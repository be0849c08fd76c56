import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { importEssayFile, importEssays, listEssays, listEssaysInput, type RefusedLine } from './index.ts'

const header =
  'item_id,student_id,student_acquisition_channel,student_is_multi_draft,student_location,draft,draft_bucket,word_count,turnaround,revenue,essay_rating_numeric,satisfaction_rating,item_status,is_completed,submitted_at,submittedAtMs,time_remaining_hours,is_late'
const good =
  'a1,s1,Search,true,Boston,2,2,650,Express,57.599999999999994,7.5,E+,Completed,true,2026-03-01 10:00:00,,-3.5,true'
const row = {
  ...{
    item_id: 'j1',
    draft: '5+',
    word_count: '1,200',
    turnaround: 'urgent',
    revenue: '$1,234.50',
    status: 'Canceled',
  },
  ...{ submittedAtMs: 1_772_359_200_000, student_id: null, channel: 'unknown', currency: 'usd' },
}

describe('bringing in essay items', () => {
  let world: TestWorld
  let scope: Scope
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  const all = async () =>
    (await listEssays(world.deps, scope, listEssaysInput.parse({ filters: { from: '2026-01-01', to: '2026-12-31' } })))
      .items

  async function bringIn(text: string | Buffer, format: 'csv' | 'jsonl') {
    const refused: RefusedLine[] = []
    const refuse = (line: RefusedLine) => refused.push(line)
    const rule = { format, refuse, revenueUnit: 'major' as const, currency: 'USD' }
    // In two pieces, cut somewhere.
    const bytes = Buffer.from(text)
    const input = Readable.from([bytes.subarray(0, 301), bytes.subarray(301)].filter(({ length }) => length > 0))
    return { ...(await importEssayFile(world.deps, scope, input, rule)), refused }
  }

  it('reads the spelling of the system that they come from, once', async () => {
    scope = await world.makeWorkspace()
    const text = `\uFEFF${header}\r\n${good}\r\n`
    expect(await bringIn(text, 'csv')).toMatchObject({ inserted: 1, updated: 0, unchanged: 0, rejected: 0 })
    expect(await bringIn(text, 'csv')).toMatchObject({ inserted: 0, updated: 0, unchanged: 1, rejected: 0 })
    expect(await bringIn(text.replace('57.59', '58.59'), 'csv')).toMatchObject({
      inserted: 0,
      updated: 1,
      unchanged: 0,
    })
    expect(await all()).toMatchObject([
      {
        ...{ itemId: 'a1', studentId: 's1', channel: 'Search', isMultiDraft: true, location: 'Boston', draft: 2 },
        ...{ draftBucket: '2', wordCount: 650, turnaround: 'express', revenue: 5_860, currency: 'USD', rating: 7.5 },
        ...{ satisfaction: 'E+', status: 'completed', submittedAt: '2026-03-01T10:00:00.000Z' },
        ...{ timeRemainingHours: -3.5, isLate: true, origin: 'product' },
      },
    ])
  })

  it('refuses a bad row alone, and says its line and why', async () => {
    scope = await world.makeWorkspace()
    const lines = [
      header,
      good,
      good.replace('a1', 'a2').replace('Express', 'Overnight'),
      good.replace('a1', ''),
      good.replace('a1', 'a3').replace('57.599999999999994', 'much'),
      'only,three,cells',
      good.replace('a1', 'a4').replace('2026-03-01 10:00:00', 'yesterday'),
      good.replace('a1', 'a5').replace('7.5', '12'),
      good.replace('a1', 'a6').replace('E+', 'meh'),
      good.replace('a1', 'a7'),
      good.replace('a1', 'a7').replace('Boston', 'Oslo'),
    ]
    const { refused, ...counts } = await bringIn(lines.join('\n'), 'csv')
    expect(counts).toEqual({ inserted: 2, updated: 0, unchanged: 0, rejected: 8 })
    const said = refused.sort((a, b) => a.line - b.line)
    expect(said.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
    expect(said.map(({ code }) => code)).toEqual([
      ...['invalid', 'missing', 'invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'duplicate'],
    ])
    expect((await all()).map(({ itemId, location }) => [itemId, location])).toEqual(
      expect.arrayContaining([
        ['a1', 'Boston'],
        ['a7', 'Oslo'],
      ]),
    )
  })

  it('reads JSON lines, amounts as people write them, and one currency in a workspace', async () => {
    scope = await world.makeWorkspace()
    const lines = [
      row,
      '{"half":',
      { ...row, item_id: 'j2', currency: 'EUR' },
      { ...row, item_id: 'j3', revenue: -1 },
      [],
    ]
    const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
    const { refused, ...counts } = await bringIn(text, 'jsonl')
    expect(counts).toMatchObject({ inserted: 1, rejected: 4 })
    expect(refused.map(({ line, code }) => [line, code])).toEqual(
      expect.arrayContaining([
        [2, 'invalid'],
        [3, 'other_currency'],
        [4, 'invalid'],
        [5, 'invalid'],
      ]),
    )
    expect(await all()).toMatchObject([
      {
        ...{ itemId: 'j1', studentId: null, channel: null, draft: 5, draftBucket: '5+', wordCount: 1_200 },
        ...{ revenue: 123_450, status: 'cancelled', isLate: null },
      },
    ])
  })

  const plain = 'id,words,turnaround,draft,status,submitted,location,revenue,rating,time_remaining'
  const plainRow = (id: string, rest: string) => `${id},500,urgent,1,completed,2026-03-01,${rest}`
  const found = async () =>
    (await all())
      .map(({ itemId, location, revenue, rating, timeRemainingHours: left }) => [
        itemId,
        location,
        revenue,
        rating,
        left,
      ])
      .sort()

  it('reads what spreadsheets write elsewhere: semicolons, decimal commas, UTF-16, Windows-1252', async () => {
    const text = [plain, plainRow('a', 'Zürich,12@50,7@5,-3@125'), plainRow('b', 'São Paulo,1.234@50 €,8,2')]
      .join('\r\n')
      .replaceAll(',', ';')
      .replaceAll('@', ',')
    const expected = [
      ['a', 'Zürich', 1_250, 7.5, -3.125],
      ['b', 'São Paulo', 123_450, 8, 2],
    ]
    const old = Buffer.from(text.replace('€', '\x80'), 'latin1')
    for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`, 'utf16le'), old]) {
      scope = await world.makeWorkspace()
      expect(await bringIn(bytes, 'csv')).toMatchObject({ inserted: 2, rejected: 0 })
      expect(await found()).toEqual(expected)
    }
  })

  it('goes on behind a line that is broken', async () => {
    scope = await world.makeWorkspace()
    const lines = [
      ...[plain, plainRow('a', '"Bonn, Germany",1,,'), plainRow('b', '"never ends,1,,'), plainRow('c', 'x,1,,')],
      ...[plainRow('d', 'New York, NY,1,,'), plainRow('e', '"a "b"",1,,'), plainRow('f', '"two\nlines",1,,')],
      plainRow('g', '6" wide,1,,'),
    ]
    const { refused, ...counts } = await bringIn(lines.join('\n'), 'csv')
    expect(counts).toMatchObject({ inserted: 4, rejected: 3 })
    expect(refused.map(({ line, message }) => [line, message])).toEqual([
      [3, 'a quote does not end where its cell does'],
      [5, '11 cells, where the head line has 10'],
      [6, 'a quote does not end where its cell does'],
    ])
    expect((await found()).map(([id, location]) => [id, location])).toEqual([
      ['a', 'Bonn, Germany'],
      ['c', 'x'],
      ['f', 'two\nlines'],
      ['g', '6" wide'],
    ])
  })

  it('takes no time and no number for another', async () => {
    scope = await world.makeWorkspace()
    const wrong = [
      ...[{ submittedAt: '2026-02-30' }, { submittedAt: '2026-01-05 10:00 PM' }, { submittedAt: 1_767_225_600 }],
      ...[{ submittedAt: '01/02/2026' }, { revenue: '1,2,3' }, { rating: '7,5,1' }, { wordCount: '0x10' }],
      { wordCount: '1.2' },
    ].map((part, index) => ({
      ...row,
      submittedAtMs: undefined,
      submittedAt: '2026-01-05',
      item_id: `w${index}`,
      ...part,
    }))
    const rows = wrong.map(({ word_count, ...each }) => ({ wordCount: word_count, ...each }))
    const right = [
      '2026-01-05',
      '2026-01-05 10:00',
      '2026-01-05T10:00:00+0200',
      '2026-01-05 10:00:00+00',
      '1767571200000',
    ]
    const good = right.map((submittedAt, index) => ({
      ...row,
      submittedAtMs: undefined,
      item_id: `r${index}`,
      submittedAt,
    }))
    const list = JSON.stringify([...rows, ...good], null, 2)
    const { refused, ...counts } = await bringIn(list, 'jsonl')
    expect(counts).toMatchObject({ inserted: 5, rejected: 8 })
    expect(refused.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect((await all()).map(({ submittedAt }) => submittedAt).sort()).toEqual([
      ...['2026-01-05T00:00:00.000Z', '2026-01-05T00:00:00.000Z', '2026-01-05T08:00:00.000Z'],
      ...['2026-01-05T10:00:00.000Z', '2026-01-05T10:00:00.000Z'],
    ])
  })

  it('counts an item once, whoever brings it in at the same time', async () => {
    scope = await world.makeWorkspace()
    const rows = Array.from({ length: 50 }, (_, n) => ({ ...row, item_id: `same ${n}` }))
    const input = { rows, revenueUnit: 'major' as const, currency: 'USD' }
    const done = await Promise.all(Array.from({ length: 4 }, () => importEssays(world.deps, scope, input)))
    expect(done.map(({ inserted }) => inserted).sort((a, b) => b - a)).toEqual([50, 0, 0, 0])
    const [counted] = await world.database.run<{ n: number }>(
      'select sum(essays)::int as n from essay_days where workspace_id = $1',
      [scope.workspaceId],
    )
    expect(counted?.n).toBe(50)
  })
})
