import type { Things } from '../world.ts'
import { at, type SamplesOf } from './sample.ts'

export function reportsSamples(things: Things): SamplesOf<'reports' | 'teams'> {
  const id = things.reportId
  return {
    reports: {
      list: {
        kind: 'read',
        inputs: [{ kind: 'manual', personId: things.personId, limit: 5 }, { teamId: things.teamId }, undefined],
      },
      get: { kind: 'read', inputs: [{ id }] },
      coverage: { kind: 'read', inputs: [{ id }, { id: things.teamReportId }] },
      generate: {
        kind: 'write',
        inputs: [
          { kind: 'daily', personId: things.personId, from: '2026-01-05', timeZone: 'Europe/Berlin' },
          { kind: 'manual', teamId: things.teamId, from: at(-48), to: at(-1) },
        ],
      },
      regenerate: { kind: 'write', inputs: [{ id }] },
      remove: { kind: 'write', inputs: [{ id }] },
      runs: {
        kind: 'read',
        inputs: [{ kind: 'daily', status: 'done', personId: things.readerId, limit: 5 }, undefined],
      },
      due: { kind: 'read', inputs: [{ at: '2026-01-06T00:00:30Z', limit: 5 }] },
      schedule: { kind: 'read', inputs: [{ personId: things.readerId }, undefined] },
      schedules: { kind: 'read', inputs: [{ limit: 5 }, undefined] },
      setSchedule: {
        kind: 'write',
        inputs: [
          { timeZone: 'Asia/Kathmandu', daily: true, weekly: false, weekStart: 'sunday', byEmail: true },
          { personId: things.readerId, byEmail: false },
        ],
      },
    },
    teams: {
      list: { kind: 'read', inputs: [undefined] },
      get: { kind: 'read', inputs: [{ id: things.teamId }] },
      create: { kind: 'write', inputs: [{ name: 'New team', actorIds: [things.teamActorId] }] },
      update: { kind: 'write', inputs: [{ id: things.teamId, name: 'Changed', actorIds: [things.teamActorId] }] },
      remove: { kind: 'write', inputs: [{ id: things.teamId }] },
    },
  }
}
