import { afterAll, beforeAll, expect, it } from 'vitest'
import { hours, later } from '../kernel/index.ts'
import { essayStats, finishEssay, listEssayRequests, listEssayRequestsInput } from './index.ts'
import { type Office, openOffice } from './testing/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.world.close())

const noon = new Date('2026-03-02T12:00:00Z')

it('finds, filters and sorts in the database, in pages that neither skip nor repeat', async () => {
  const { world, editor, order, customer, save } = office
  const { deps } = world
  const names = ['Zoe Quill', 'Yan Quill', 'Xia Other']
  const turnarounds = ['standard', 'urgent', 'express']
  for (const [index, studentName] of names.entries()) {
    world.setNow(later(noon, index * 1_000))
    await order(customer, { studentName, turnaround: turnarounds[index], programPrompt: `Prompt 100% ${index}` })
  }
  const find = async (input: object) =>
    (await listEssayRequests(deps, editor, listEssayRequestsInput.parse(input))).items.map(each => each.studentName)
  expect(await find({})).toEqual(names.toReversed())
  expect(await find({ sort: 'oldest' })).toEqual(names)
  expect(await find({ sort: 'due' })).toEqual(['Yan Quill', 'Xia Other', 'Zoe Quill'])
  expect(await find({ search: 'quill' })).toEqual(['Yan Quill', 'Zoe Quill'])
  expect(await find({ search: '100% 2' })).toEqual(['Xia Other'])
  expect(await find({ search: '_00' })).toEqual([])
  expect(await find({ search: '#2' })).toEqual(['Yan Quill'])
  expect(await find({ turnaround: 'standard', assigneeId: null, group: 'current' })).toEqual(['Zoe Quill'])
  expect(await find({ group: 'previous' })).toEqual([])
  for (const sort of ['newest', 'oldest', 'due']) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listEssayRequests(deps, editor, listEssayRequestsInput.parse({ sort, limit: 1, cursor }))
      seen.push(...page.items.map(each => each.studentName))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(await find({ sort }))
  }
  // Urgent is late after 12 hours; express is due within 36.
  world.setNow(later(noon, hours(13)))
  expect(await find({ overdue: true })).toEqual(['Yan Quill'])
  const [first] = (await listEssayRequests(deps, editor, listEssayRequestsInput.parse({ sort: 'due' }))).items
  expect(first?.overdue).toBe(true)
  await save(editor, first?.id ?? '', 'Better', 0)
  expect(await essayStats(deps, editor)).toMatchObject({ current: 3, dueSoon: 2, overdue: 1, unassigned: 3 })
  await finishEssay(deps, editor, { id: first?.id ?? '' })
  expect(await essayStats(deps, editor)).toEqual({
    ...{ current: 2, dueSoon: 1, overdue: 0, unassigned: 2, completedLast7Days: 1 },
    byStatus: { submitted: 2, in_progress: 0, completed: 1, cancelled: 0 },
  })
  world.setNow(later(noon, hours(13 + 24 * 7)))
  expect(await essayStats(deps, editor)).toMatchObject({ completedLast7Days: 0 })
})
