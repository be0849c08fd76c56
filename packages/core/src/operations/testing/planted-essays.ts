import {
  type Db,
  type EssayDocument,
  essayDrafts,
  essayRequestHistory,
  essayRequests,
  essayShares,
  outgoingEmails,
} from '@quarterdeck/db'
import { newId, nextNumber } from '../../kernel/index.ts'

/** Of `PlantedPerson`, which plants this. */
interface Planted {
  id: string
  mark: string
  name: string
  email: string
}

/** An essay of theirs, one that somebody else brought for them, and one of somebody else's that they edit. */
export async function plantEssays(db: Db, workspaceId: string, { id, mark, name, email }: Planted): Promise<void> {
  const written = (text: string, comment?: string): EssayDocument => ({
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          {
            ...{ type: 'text', text },
            ...(comment && { marks: [{ type: 'comment', attrs: { id: newId(), text: comment, author: name } }] }),
          },
        ],
      },
    ],
  })
  const [own, brought, other] = [newId(), newId(), newId()]
  const common = {
    ...{ workspaceId, applicationType: 'Undergraduate', programPrompt: 'Why?', wordCount: 2, price: 900 },
    ...{ turnaround: 'standard' as const, currency: 'EUR', dueAt: new Date(), version: 1, lastVersion: 1 },
  }
  const next = () => nextNumber(db, workspaceId, 'essay_requests')
  const mine = {
    studentName: name,
    studentEmail: email,
    comments: mark,
    original: written(mark),
    edited: written(mark),
  }
  const theirs = { studentName: 'Bo', studentEmail: 'bo@example.com', original: written('It is on its way') }
  const number = await next()
  await db.insert(essayRequests).values([
    { ...common, ...mine, id: own, ownerId: id, number, studentEmail: `school-${email}` },
    { ...common, ...mine, id: brought, number: await next() },
    {
      ...{ ...common, ...theirs, id: other, number: await next(), assigneeId: id, comments: `To ${name}, please` },
      ...{ edited: written('It has arrived', `Ask ${email}`), programPrompt: `Written for ${name}` },
    },
  ])
  const draft = { workspaceId, version: 1, baseVersion: 0, state: 'saved' as const, wordCount: 2, authorId: id }
  await db.insert(essayDrafts).values([
    { ...draft, requestId: own, document: written(mark) },
    { ...draft, requestId: other, document: written('It has arrived', `Ask ${email}`) },
  ])
  const entry = { workspaceId, requestId: other, actorKind: 'person' as const, actorName: name, actorId: id }
  await db.insert(essayRequestHistory).values([
    { ...entry, kind: 'started' },
    { ...entry, requestId: own, kind: 'created' },
    { ...entry, kind: 'cancelled', actorId: null, actorName: 'Somebody', note: `${name} is away` },
  ])
  const share = { workspaceId, requestId: other, madeBy: 'share' as const, authorId: id, expiresAt: new Date() }
  await db.insert(essayShares).values([
    { ...share, tokenHash: newId() },
    { ...share, requestId: own, tokenHash: `share-${mark}` },
  ])
  const mail = { workspaceId, subject: `Your essay #${number} is ready`, text: `Hello ${name}` }
  await db.insert(outgoingEmails).values({ ...mail, to: `school-${email}` })
}
