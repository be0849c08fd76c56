import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { generateReport, getReport } from './index.ts'
import type { ReportDetailDto } from './model.ts'
import { plantFacts, plantRepository } from './testing/planted-facts.ts'
import { hasRealCommits, realCommits } from './testing/real-commits.ts'

const example = new URL('../../../../docs/examples/weekly-report.md', import.meta.url)

/** The week in which the repository's tenth version came out. */
const [monday, nextMonday] = ['2022-11-21', '2022-11-28']

const signed = (text: string | undefined) => Number(text?.replaceAll(',', ''))

describe.skipIf(!hasRealCommits)('a week of real commits (needs shared/data/github/trpc-commits.jsonl)', () => {
  let world: TestWorld
  let report: ReportDetailDto
  beforeAll(async () => {
    world = await createTestWorld()
    const scope = await world.makeWorkspace()
    const repository = await plantRepository(world.deps.db, scope.workspaceId, 'trpc/trpc')
    // What is before and after must not come into it.
    const around = realCommits().filter(({ at }) => /^2022-1[12]/.test(at.toISOString()))
    await plantFacts(world.deps, scope, repository, around)
    const { id } = await generateReport(world.deps, scope, { kind: 'weekly', from: monday, timeZone: 'UTC' })
    await world.runJobs()
    report = await getReport(world.deps, scope, { id })
  })
  afterAll(() => world.close())

  it('gives the report that is kept as an example (`vitest -u` writes it anew)', async () => {
    expect(report).toMatchObject({ status: 'ready', model: null, error: null, coverage: 1 })
    await expect(report.markdown).toMatchFileSnapshot(example.pathname)
  })
})

describe.skipIf(!hasRealCommits || !existsSync(example))(
  'the example (needs shared/data/github/trpc-commits.jsonl)',
  () => {
    const text = existsSync(example) ? readFileSync(example, 'utf8') : ''
    const [told = '', sources = ''] = text.split('## Sources')
    const week = hasRealCommits
      ? realCommits().filter(({ at }) => at >= new Date(monday) && at < new Date(nextMonday))
      : []
    const bySha = new Map(week.map(commit => [commit.sha, commit]))
    const cited = [
      ...sources.matchAll(
        /^(\d+)\. \[(.+)\]\(https:\/\/github\.com\/trpc\/trpc\/commit\/([0-9a-f]{40})\): commit, trpc\/trpc, (\S+), (\S+)$/gm,
      ),
    ].map(([, number, title = '', sha = '', author, day]) => ({ number: Number(number), title, sha, author, day }))

    it('has a source for each commit of the week, and says of each what is on record', () => {
      expect(sources.trim().split('\n')).toHaveLength(cited.length)
      expect(new Set(cited.map(({ sha }) => sha))).toEqual(new Set(week.map(({ sha }) => sha)))
      for (const [index, { number, title, sha, author, day }] of cited.entries()) {
        const commit = bySha.get(sha)
        expect(number).toBe(index + 1)
        expect(title.replaceAll('\\', '')).toBe(commit?.title)
        expect([author, day]).toEqual([commit?.by, commit?.at.toISOString().slice(0, 10)])
      }
    })

    it('claims nothing that the commits it cites do not bear out', () => {
      const claims = [...told.matchAll(/^- (.+) \\\[(.+)\\\]$/gm)]
      expect(claims.length).toBe(told.match(/^- /gm)?.length)
      for (const [, claim = '', marks = ''] of claims) {
        const links = [...marks.matchAll(/\[(\d+)\]\([^)]+\/commit\/([0-9a-f]+)\)/g)]
        for (const [, number, sha] of links) expect(cited[Number(number) - 1]?.sha).toBe(sha)
        // "33 of 1–63" says how many, not which.
        if (/^\d+ of /.test(marks)) continue
        const numbers = marks
          .replace(/\]\([^)]*\)/g, '')
          .replaceAll('[', '')
          .split(', ')
          .flatMap(part => {
            const [first = 0, last = first] = part.split('–').map(Number)
            return Array.from({ length: last - first + 1 }, (_, index) => first + index)
          })
        const commits = numbers.flatMap(number => bySha.get(cited[number - 1]?.sha ?? '') ?? [])
        expect(commits).toHaveLength(numbers.length)
        const subjects = commits.map(({ title }) => title).join('\n')
        for (const [pull] of claim.matchAll(/#\d+/g)) expect(subjects).toContain(pull)
        for (const [version] of claim.matchAll(/v\d+\.\d+\.\d+(-\w+\.\d+)?/g)) expect(subjects).toContain(version)
        const sum = (key: 'additions' | 'deletions', of = commits) =>
          of.reduce((total, commit) => total + (commit[key] ?? 0), 0)
        const [, added, deleted] = /\+([\d,]+) −([\d,]+) lines/.exec(claim) ?? []
        // Of a list in several bullets the first says what all of them come to.
        if (added && !/additions|fixes|changes to|updates of/.test(claim))
          expect([signed(added), signed(deleted)]).toEqual([sum('additions'), sum('deletions')])
        const [, people, amount] = /^(\d+) people made (\d+) commits/.exec(claim) ?? []
        if (amount)
          expect([Number(amount), Number(people)]).toEqual([week.length, new Set(week.map(({ by }) => by)).size])
      }
    })

    it('counts what each list holds', () => {
      const words = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
      const lists = told.split('\n').filter(line => line.startsWith('- '))
      let checked = 0
      for (const [index, line] of lists.entries()) {
        const [, count = '', lead = ''] =
          /^- (\w+) ((?:additions|fixes|(?:other )?changes|updates)[^:]*) \(\+/.exec(line) ?? []
        if (!lead) continue
        let items = line.split('): ')[1]?.split('; ').length ?? 0
        for (const next of lists.slice(index + 1)) {
          const [, more = ''] = /^- (\w+) smaller changes? of the same kind/i.exec(next) ?? []
          if (more) items += Number(more) || words.indexOf(more.toLowerCase()) + 2
          else if (next.startsWith('- More ')) items += next.split('; ').length
          else break
        }
        expect([line, items]).toEqual([line, Number(count) || words.indexOf(count.toLowerCase()) + 2])
        checked += 1
      }
      expect(checked).toBeGreaterThan(3)
    })

    it('names nobody but by a pseudonym', () => {
      expect(text).not.toMatch(/[\w.]+@[\w-]+\.\w+/)
      for (const { author } of cited) expect(author).toMatch(/^author-[0-9a-f]{6}$/)
    })
  },
)
