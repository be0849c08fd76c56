import { actorOfUser } from './actors.ts'
import type { NewFact } from './fact.ts'
import { noFigures } from './of-pull.ts'
import type { GithubRelease } from './shapes.ts'
import { by, oneLine, quoted } from './text.ts'

/**
 * A release; none while it is a draft.
 * @param wasPublished whether it was until now: GitHub says of one that was withdrawn that it is a draft.
 */
export function factsOfRelease(
  repository: number,
  release: GithubRelease,
  { wasPublished = false }: { wasPublished?: boolean } = {},
): NewFact[] {
  if (release.draft && !wasPublished) return []
  const actor = actorOfUser(release.author)
  const name = oneLine(release.name) || release.tag_name
  const label = name === release.tag_name ? name : `${release.tag_name} – ${name}`
  return [
    {
      ...{
        repository,
        actor,
        kind: 'release_published',
        objectKey: `release:${release.id}`,
        number: null,
        title: name,
      },
      ...{ url: release.html_url, occurredAt: release.published_at ?? release.created_at },
      text: `Release ${label} published${by(actor)}${quoted(': ', release.body, 200)}`,
      ...noFigures,
      details: { tag: release.tag_name, prerelease: release.prerelease ?? false },
      ghUpdatedAt: release.updated_at ?? null,
    },
  ]
}
