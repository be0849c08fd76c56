import { Link } from '@tanstack/react-router'
import type { Fact } from './kinds.ts'
import { actorName } from './kinds.ts'

/** Who did it, and the way to what else they did. */
export function ActorLink({ actor, className }: { actor: Fact['actor']; className?: string | undefined }) {
  if (!actor) return <span className="faint">{actorName(null)}</span>
  return (
    <Link
      to="/contributors/$actorId"
      params={{ actorId: actor.id }}
      className={className ?? 'link'}
      title={actor.name ?? undefined}
      onClick={event => event.stopPropagation()}
    >
      {actorName(actor)}
    </Link>
  )
}
