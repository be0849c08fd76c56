import type { LinkProps } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { compactCount, count, percent, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { channelNames, channels } from '../support/conversation.ts'
import { BarCard } from './bar-card.tsx'
import { Dashboard, pace, useDashboardSearch } from './dashboard.tsx'
import { daysOf, toFilters } from './dashboard-search.ts'
import styles from './dashboards.module.css'
import { DayChart } from './day-chart.tsx'
import { FigureStrip } from './figure-strip.tsx'
import { changeText, figureText, isUndefined } from './figures.ts'

type Support = Outputs['dashboards']['support']

/** How customers are helped: how many ask, how quickly they are answered, by whom, and whether they are content. */
export function SupportDashboardPage() {
  const { trpc } = useApi()
  const search = useDashboardSearch()
  const query = useLiveQuery(trpc.dashboards.support.queryOptions({ filters: toFilters(daysOf(search)) }), pace)
  return (
    <Dashboard
      title="Support"
      path="/dashboards/support"
      query={query}
      of="conversations"
      isEmpty={({ kpis }) => kpis.conversations.value === 0 && kpis.conversations.previous.value === 0}
    >
      {data => (
        <>
          <Figures data={data} />
          <DayChart
            title="Conversations by day"
            label="Conversations"
            days={data.series.map(({ day, conversations }) => ({ day, value: conversations }))}
            before={data.previousSeries.map(({ day, conversations }) => ({ day, value: conversations }))}
            formatAxis={compactCount}
          />
          <div className={styles.even}>
            <DayChart
              title="Handed to a person by day"
              label="Escalated"
              days={data.series.map(({ day, escalated }) => ({ day, value: escalated }))}
              before={data.previousSeries.map(({ day, escalated }) => ({ day, value: escalated }))}
              formatAxis={compactCount}
            />
            <ChannelCard data={data} />
          </div>
        </>
      )}
    </Dashboard>
  )
}

function Figures({ data: { kpis } }: { data: Support }) {
  return (
    <FigureStrip
      kpis={kpis}
      show={[
        'conversations',
        'resolved',
        'firstResponseSeconds',
        'resolutionSeconds',
        'csat',
        'escalationRate',
        'assistantRate',
      ]}
    />
  )
}

function ChannelCard({ data: { byChannel } }: { data: Support }) {
  return (
    <BarCard
      title="Conversations by channel"
      head={['Channel', 'Conversations', 'Handed to a person', 'Satisfaction', 'Conversations before']}
      none="No conversations on these days"
      summary={byChannel.map(({ key, conversations }) => `${key}: ${count(conversations.value)}.`).join(' ')}
      bars={byChannel.map(({ key, conversations, escalationRate, csat }) => {
        const channel = channelNames.find(name => name === key)
        const name = channel ? channels[channel] : key
        const escalated = isUndefined(escalationRate) ? '–' : percent(escalationRate.value)
        const content = isUndefined(csat) ? '–' : figureText('score', csat.value)
        const link: LinkProps = { to: '/support', search: { show: 'all', ...(channel && { channel }) } }
        return {
          key,
          label: name,
          parts: [{ label: 'conversations', value: conversations.value, tone: 'accent' }],
          text: count(conversations.value),
          note: changeText('count', conversations) ?? '',
          before: conversations.previous.value,
          link,
          spoken: `${name}: ${plural(conversations.value, 'conversation')}, ${count(conversations.previous.value)} before. Show them`,
          cells: [count(conversations.value), escalated, content, count(conversations.previous.value)],
          csv: [
            conversations.value,
            isUndefined(escalationRate) ? null : escalationRate.value,
            isUndefined(csat) ? null : csat.value,
            conversations.previous.value,
          ],
        }
      })}
    />
  )
}
