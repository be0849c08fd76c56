import type { Role } from '@quarterdeck/db'
import { scopeOf } from '../../identity/index.ts'
import { makeLimits, type Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import { createEssayRequest, type EssayRequestDetailDto, finishEssay, saveDraft } from '../index.ts'
import { type CreateEssayRequestInput, createEssayRequestInput, saveDraftInput } from '../inputs.ts'

type Given = Partial<Record<keyof CreateEssayRequestInput, unknown>>

export interface Office {
  world: TestWorld
  product: Scope
  /** Two customers, two who edit, and one who looks on. */
  customer: Scope
  stranger: Scope
  editor: Scope
  other: Scope
  viewer: Scope
  editorEmail: string
  /** As the door does it: the input is read, and the request made. */
  order: (scope?: Scope, given?: Given) => Promise<EssayRequestDetailDto>
  save: (scope: Scope, id: string, content: unknown, baseVersion: number) => ReturnType<typeof saveDraft>
  /** One that was edited and finished. */
  finished: (scope?: Scope, edited?: unknown) => Promise<EssayRequestDetailDto>
  mails: (to?: string) => Promise<{ to: string; subject: string; text: string }[]>
}

const order: Given = {
  ...{ studentName: 'Ana Silva', studentEmail: 'ana@example.com', applicationType: 'Undergraduate' },
  ...{
    programPrompt: 'Why do you want to study here?',
    content: 'I want to learn.\nI always did.',
    turnaround: 'express',
  },
}

/** A workspace with customers and staff, whose limits do not count but for those of links. */
export async function openOffice(): Promise<Office> {
  const world = await createTestWorld({
    limits: makeLimits((name, rule) => (name === 'sharedLinks' ? rule : { ...rule, limit: 100_000 })),
  })
  const { deps } = world
  const product = await world.makeWorkspace()
  const signIn = async (role: Role, name: string): Promise<Scope> => {
    const id = await world.makePerson(product, role)
    const [email] = await world.database.run<{ email: string }>(
      'update people set name = $1 where id = $2 returning email',
      [name, id],
    )
    const signedIn = {
      person: { id, email: email?.email ?? null, name },
      ...{ familyId: null, expiresAt: new Date() },
      workspaces: [{ id: product.workspaceId, name: '', role }],
    }
    return scopeOf({ kind: 'person', signedIn }, product.workspaceId, 'member', {
      requestId: 'test',
      ip: '192.0.2.1',
      userAgent: null,
    })
  }
  const customer = await signIn('member', 'Ana Silva')
  const editor = await signIn('agent', 'Mei Tanaka')
  const make = async (scope = customer, given: Given = {}) =>
    createEssayRequest(deps, scope, createEssayRequestInput.parse({ ...order, ...given }))
  const save: Office['save'] = (scope, id, content, baseVersion) =>
    saveDraft(deps, scope, saveDraftInput.parse({ id, content, baseVersion }))
  const [edits] = await world.database.run<{ email: string }>('select email from people where id = $1', [idOf(editor)])
  return {
    ...{ world, product, customer, editor, editorEmail: edits?.email ?? '' },
    ...{ order: make, save },
    stranger: await signIn('member', 'Ben Carter'),
    other: await signIn('admin', 'Hugo Novak'),
    viewer: await signIn('viewer', 'Ines Berg'),
    finished: async (scope = customer, edited: unknown = 'I want to learn more.\nI always did.') => {
      const { id } = await make(scope)
      await save(editor, id, edited, 0)
      return finishEssay(deps, editor, { id })
    },
    mails: (to = 'ana@example.com') =>
      world.database.run('select "to", subject, text from outgoing_emails where "to" = $1 order by created_at, id', [
        to,
      ]),
  }
}

export const idOf = ({ actor }: Scope): string => (actor.kind === 'person' ? actor.id : '')
