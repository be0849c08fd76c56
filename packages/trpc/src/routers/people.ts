import {
  emailInput,
  getMe,
  getPerson,
  getPersonByEmail,
  listPeople,
  listPeopleInput,
  type MeDto,
  type MemberDetailDto,
  type MemberDto,
  nothing,
  removePerson,
  updateMe,
  updateMeInput,
  updatePerson,
  updatePersonInput,
} from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { admin, read, router, signedIn } from '../procedures.ts'

const reads = ['identities', 'members', 'people']

export const people = router({
  list: read
    .meta({ reads })
    .input(listPeopleInput)
    .query(({ ctx, input }): Promise<Page<MemberDto>> => listPeople(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<MemberDetailDto> => getPerson(ctx.deps, ctx.scope, input)),
  byEmail: read
    .meta({ reads })
    .input(emailInput)
    .query(({ ctx, input }): Promise<MemberDetailDto> => getPersonByEmail(ctx.deps, ctx.scope, input)),
  me: signedIn
    .meta({ reads: ['people'] })
    .input(nothing)
    .query(({ ctx }): Promise<MeDto> => getMe(ctx.deps, ctx.scope)),
  update: admin
    .input(updatePersonInput)
    .mutation(({ ctx, input }): Promise<MemberDetailDto> => updatePerson(ctx.deps, ctx.scope, input)),
  updateMe: signedIn
    .input(updateMeInput)
    .mutation(({ ctx, input }): Promise<MeDto> => updateMe(ctx.deps, ctx.scope, input)),
  remove: admin
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => removePerson(ctx.deps, ctx.scope, input)),
})
