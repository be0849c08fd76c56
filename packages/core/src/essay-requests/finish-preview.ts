import { type ById, type Deps, days, emailText, later, type Scope } from '../kernel/index.ts'
import { mailedDays } from './lifecycle.ts'
import type { FinishPreviewDto } from './model.ts'
import { finishedMail, sharedUrl } from './notices.ts'
import { readRequest } from './request-rows.ts'

/** The e-mail that finishing a request now would send; its link is made only then. @throws DomainError `not_found` */
export async function previewFinish(deps: Deps, scope: Scope, { id }: ById): Promise<FinishPreviewDto> {
  const now = deps.clock.now()
  const request = await readRequest(deps.db, scope, id, now)
  const url = sharedUrl(deps, '(made when it is sent)')
  const { to, subject, body } = finishedMail(request, { url, expiresAt: later(now, days(mailedDays)) })
  return { to, subject, text: emailText(body) }
}
