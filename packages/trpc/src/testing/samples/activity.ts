import type { Things } from '../world.ts'
import { aroundNow, type SamplesOf } from './sample.ts'

export function activitySamples(things: Things): SamplesOf<'activity' | 'repositories' | 'actors'> {
  const { repositoryId, gitActorId, gitInstallationId, factId, personId } = things
  return {
    activity: {
      list: {
        kind: 'read',
        inputs: [{ repositoryId, actor: gitActorId, type: 'commit', ...aroundNow(), limit: 5 }, undefined],
      },
      get: { kind: 'read', inputs: [{ id: factId }] },
      search: {
        kind: 'read',
        inputs: [
          { query: 'commit', repositoryId, actor: gitActorId, type: 'commit', ...aroundNow(), limit: 5 },
          { query: 'commit #1' },
        ],
      },
    },
    repositories: {
      list: {
        kind: 'read',
        inputs: [
          { search: 'x', tracked: true, installationId: gitInstallationId, sort: 'latest', limit: 5 },
          undefined,
        ],
      },
      get: { kind: 'read', inputs: [{ id: repositoryId }] },
      track: { kind: 'write', inputs: [{ id: repositoryId, tracked: true }] },
      kpis: {
        kind: 'read',
        inputs: [
          { id: repositoryId, preset: '7d' },
          { id: 'all', ...aroundNow() },
        ],
      },
      contributors: { kind: 'read', inputs: [{ id: repositoryId, ...aroundNow(), sort: 'commit', limit: 5 }] },
    },
    actors: {
      list: { kind: 'read', inputs: [{ search: 'x', linked: true, kind: 'user', sort: 'name', limit: 5 }, undefined] },
      get: { kind: 'read', inputs: [{ id: gitActorId }] },
      kpis: { kind: 'read', inputs: [{ id: gitActorId, preset: '7d' }] },
      link: {
        kind: 'write',
        inputs: [
          { actorId: gitActorId, personId: null },
          { actorId: gitActorId, personId },
        ],
      },
    },
  }
}
