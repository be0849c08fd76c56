import { activity, type Db, gitActors, pullRequests, repositories, webhooks } from '@quarterdeck/db'
import { newId } from '../../kernel/index.ts'

/** Of `PlantedPerson`, which plants this. */
interface Planted {
  id: string
  mark: string
  name: string
  email: string
}

/** A commit of theirs by account and one by address, what somebody else says of them, and what GitHub delivered of it. */
export async function plantActivity(db: Db, workspaceId: string, { id, mark, name, email }: Planted): Promise<void> {
  const [repositoryId, account, address, other] = [newId(), newId(), newId(), newId()]
  const at = new Date()
  const ghId = at.getTime() * 1_000 + Math.floor(Math.random() * 1_000)
  const url = 'https://example.com/acme/shop'
  const named = { workspaceId, fullName: 'acme/shop', owner: 'acme', name: 'shop', url }
  await db.insert(repositories).values({ ...named, id: repositoryId, ghId })
  await db.insert(gitActors).values([
    { workspaceId, id: account, key: `github:${ghId}`, ghId, login: mark, name, avatarUrl: mark, personId: id },
    { workspaceId, id: address, key: `email:${mark}`, name, email },
    { workspaceId, id: other, key: `name:${newId()}`, login: 'somebody' },
  ])
  const fact = { workspaceId, repositoryId, occurredAt: at, url, contentHash: newId(), via: 'webhook' as const }
  await db.insert(activity).values([
    {
      ...{ ...fact, actorId: account, kind: 'commit', objectKey: newId(), title: `For ${name}` },
      ...{ text: `abc by ${mark}: for ${email}`, details: { message: `Signed-off-by: ${name} <${email}>` } },
    },
    { ...fact, actorId: address, kind: 'commit', objectKey: newId(), text: `abc by ${name}` },
    {
      ...fact,
      actorId: other,
      kind: 'issue_comment',
      objectKey: newId(),
      text: `Thanks, @${mark}`,
      url: `${url}#${mark}`,
    },
  ])
  await db.insert(pullRequests).values({
    ...{ workspaceId, repositoryId, ghId, number: 1, title: `For ${name}`, state: 'open', authorId: account, url },
    ...{ headRef: `${mark}:pay`, openedAt: at, ghUpdatedAt: at },
  })
  await db.insert(webhooks).values({
    ...{ workspaceId, source: 'github', deliveryId: newId(), eventType: 'push', headers: {}, status: 'done' },
    body: Buffer.from(JSON.stringify({ sender: { login: mark } })),
  })
}
