import { setTimeout as wait } from 'node:timers/promises'
import { ensureInstallation, systemScope } from '@quarterdeck/core/identity'
import { jobs } from '@quarterdeck/core/jobs'
import { createOpenAi, type Deps, listWorkflows, newId, openJobs, silentLog } from '@quarterdeck/core/kernel'
import { addDocument } from '@quarterdeck/core/knowledge'
import { appendMessage, createConversation, requestReply } from '@quarterdeck/core/support'
import { compose } from '../compose.ts'
import { readEnv } from '../env.ts'

/**
 * A process of its own that asks for a reply and dies, as if the power went, at one point of its workflow: KILL_AT is
 * `step/phase`. Without it, it works until no workflow is open. CLOCK_AHEAD turns its clock, so that nobody waits for leases.
 */
const { KILL_AT, CLOCK_AHEAD = '0', MODEL_URL = '' } = process.env
const ahead = Number(CLOCK_AHEAD)
const { deps: base, close } = await compose({ ...readEnv(), role: 'http' }, silentLog)
let own: string | undefined
const log: Deps['log'] = {
  ...silentLog,
  debug: facts => {
    const { workflow, step, phase } = { workflow: '', step: '', phase: '', ...facts }
    if (workflow === own && `${step}/${phase}` === KILL_AT) process.kill(process.pid, 'SIGKILL')
  },
}
const runner = await openJobs(base.database, jobs, silentLog, true)
const deps: Deps = {
  ...base,
  ...{ log, jobs: runner, clock: { now: () => new Date(Date.now() + ahead) } },
  llm: createOpenAi({ apiKey: 'sk-test', baseUrl: MODEL_URL, model: 'gpt-4.1' }),
}

/** The customer, made once, with something to ask about. */
async function setUp() {
  const { workspaceId } = await ensureInstallation(deps, {})
  const scope = systemScope(workspaceId, 'test')
  const find = () => deps.database.run<{ id: string }>("select id from people where name = 'Customer'")
  const [known] = await find()
  if (known) return { scope, personId: known.id }
  const personId = newId()
  await deps.database.run("insert into people (id, name) values ($1, 'Customer')", [personId])
  await deps.database.run("insert into members (workspace_id, person_id, role) values ($1, $2, 'member')", [
    workspaceId,
    personId,
  ])
  const content = 'Shoes can be returned within 30 days of delivery.'
  await addDocument(deps, scope, { type: 'faq', title: 'Returns', content })
  return { scope, personId }
}

const { scope, personId } = await setUp()
if (KILL_AT) {
  const about = { channel: 'api' as const, priority: 'medium' as const, personId, metadata: {} }
  const { id } = await createConversation(deps, scope, { ...about, subject: KILL_AT })
  await deps.db.transaction(async tx => {
    const said = { conversationId: id, role: 'user' as const, authorKind: 'person' as const, authorId: personId }
    const message = await appendMessage(tx, deps, scope, { ...said, content: 'How many days to return my shoes?' })
    await requestReply(tx, deps, scope, id, message.seq)
  })
  own = (await listWorkflows(deps, scope, { entityId: id, limit: 1 })).items[0]?.id
}
await runner.work(deps)
const isOpen = async () => {
  const open = await deps.database.run("select id from workflows where status in ('pending', 'running')")
  return open.length > 0
}
// A process that is to die waits for it; the last one for all that is left.
while (KILL_AT || (await isOpen())) await wait(200)
await runner.stop()
await close()
