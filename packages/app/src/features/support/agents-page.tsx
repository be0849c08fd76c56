import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { count, percent } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async, Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Mark } from '../../ui/chip.tsx'
import { FactGrid, Timeline } from '../../ui/detail.tsx'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { useListKeys } from '../../ui/use-list-keys.ts'
import row from '../issues/issue-row.module.css'
import { AgentDialog, agentTypes } from './agent-dialog.tsx'
import type { Agent } from './conversation.ts'
import styles from './support.module.css'

const route = getRouteApi('/shell/support/agents')

/** The assistants that answer: what each is for, what it was told to be, and what came of it. */
export function AgentsPage() {
  const { trpc } = useApi()
  const { i } = route.useSearch()
  const navigate = useNavigate({ from: '/support/agents' })
  const detail = useRef<HTMLElement>(null)
  const [editing, setEditing] = useState<Agent | 'new' | null>(null)
  const mayChange = useMay('admin')
  const agents = useLiveQuery(trpc.agents.list.queryOptions({}))
  useListKeys(i, id => void navigate({ search: { i: id }, replace: true }), detail)
  const chosen = agents.data?.items.find(({ id }) => id === i)
  const add = mayChange && (
    <Button variant="filled" onClick={() => setEditing('new')}>
      Add an assistant
    </Button>
  )
  return (
    <Page title="Assistants" actions={add} bare>
      <Split
        listLabel="Assistants"
        chosen={i !== undefined}
        onBack={() => void navigate({ search: {} })}
        detailRef={detail}
        filters={<span className="dim">Chosen by type, category, language, load and outcomes</span>}
        list={
          <Async
            query={agents}
            isEmpty={({ items }) => items.length === 0}
            empty={
              <Empty title="No assistant yet" action={add}>
                Replies come all the same: written by the installation’s model, or, where none is set up, the best
                passages of the knowledge base, quoted and linked. An assistant has words, a model and languages of its
                own.
              </Empty>
            }
          >
            {({ items }) => items.map(agent => <Row key={agent.id} agent={agent} chosen={agent.id === i} />)}
          </Async>
        }
        detail={
          chosen ? (
            <Detail key={chosen.id} agent={chosen} onEdit={mayChange ? () => setEditing(chosen) : undefined} />
          ) : (
            (agents.data?.items.length ?? 0) > 0 && (
              <Empty title="Choose an assistant">Its figures and all versions of its prompt are shown here.</Empty>
            )
          )
        }
      />
      <AgentDialog editing={editing} onClose={() => setEditing(null)} />
    </Page>
  )
}

function Row({ agent: { id, name, type, active, load, outcomes }, chosen }: { agent: Agent; chosen: boolean }) {
  return (
    <Link to="/support/agents" search={{ i: id }} className={row.row} data-chosen={chosen} data-row={id}>
      <Mark tone={active ? 'green' : 'neutral'} label={active ? 'Active' : 'Switched off'} />
      <span className={`${row.title} cut`}>{name}</span>
      <span className={row.age}>{load} open</span>
      <span className={row.facts}>
        <span>{agentTypes[type]}</span>
        <span className="grow" />
        <span>{count(outcomes.conversations)} conversations</span>
      </span>
    </Link>
  )
}

const words = (values: readonly string[], none: string) => (values.length > 0 ? values.join(', ') : none)

function Detail({ agent, onEdit }: { agent: Agent; onEdit: (() => void) | undefined }) {
  const { outcomes } = agent
  const dash = '–'
  return (
    <div className={styles.pane}>
      <Card title={agent.name} actions={onEdit && <Button onClick={onEdit}>Change</Button>}>
        <FactGrid
          columns="two"
          facts={[
            { label: 'Type', value: agentTypes[agent.type] },
            { label: 'State', value: agent.active ? 'Active' : 'Switched off' },
            { label: 'Model', value: agent.model ?? 'The one of the installation' },
            { label: 'Temperature', value: agent.temperature ?? 'As the model has it' },
            {
              label: 'Longest reply',
              value: agent.maxTokens ? `${count(agent.maxTokens)} tokens` : 'As the model has it',
            },
            { label: 'Categories', value: words(agent.categories, 'All') },
            { label: 'Languages', value: words(agent.languages, 'All') },
            { label: 'Can', value: words(agent.capabilities, 'Nothing in particular') },
            { label: 'Tools', value: words(agent.tools, 'None') },
          ]}
        />
      </Card>
      <KpiStrip>
        <Kpi label="Conversations" value={count(outcomes.conversations)} />
        <Kpi label="Escalated" value={outcomes.escalationRate === null ? dash : percent(outcomes.escalationRate)} />
        <Kpi label="Resolved" value={outcomes.resolutionRate === null ? dash : percent(outcomes.resolutionRate)} />
        <Kpi
          label="Satisfaction"
          value={outcomes.satisfaction === null ? dash : `${outcomes.satisfaction.toFixed(2)} of 5`}
        />
        <Kpi
          label="Mean response"
          value={outcomes.responseMs === null ? dash : `${(outcomes.responseMs / 1_000).toFixed(1)} s`}
        />
      </KpiStrip>
      <Prompts id={agent.id} />
    </div>
  )
}

function Prompts({ id }: { id: string }) {
  const { trpc } = useApi()
  const versions = useLiveQuery(trpc.agents.promptVersions.queryOptions({ id }), { keepPrevious: false })
  return (
    <Card title="Prompt, version by version" flush>
      <Async
        query={versions}
        compact
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title="No prompt of its own" compact />}
      >
        {({ items }) => (
          <Timeline
            entries={items.map(({ version, prompt, author, createdAt }) => ({
              id: String(version),
              at: createdAt,
              text: `Version ${version}${author ? `, by ${author.name}` : ''}`,
              note: <span className={styles.prompt}>{prompt}</span>,
            }))}
          />
        )}
      </Async>
    </Card>
  )
}
