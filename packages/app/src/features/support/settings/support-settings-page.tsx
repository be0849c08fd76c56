import { Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../../data/api.ts'
import { useLiveQuery } from '../../../live/use-live-query.ts'
import { useMay } from '../../../shell/may.tsx'
import { Async } from '../../../ui/async.tsx'
import { Page } from '../../../ui/page.tsx'
import { CannedRepliesCard } from '../canned-replies-card.tsx'
import { priorities, priorityNames } from '../conversation.ts'
import { type NumberField, NumbersCard } from './numbers-card.tsx'
import { useSaveSettings } from './use-save-settings.ts'
import { WordsCard } from './words-card.tsx'

const dueFields = priorityNames.map(key => ({
  ...{ key, label: priorities[key].name, unit: 'min' as const, min: 1, max: 43_200 },
}))

const unreadFields: readonly NumberField<'unreadMinutes'>[] = [
  { key: 'unreadMinutes', label: 'Unread for so long; 0: never', unit: 'min', min: 0, max: 10_080 },
]

type Budget = 'conversationTokens' | 'conversationMicros' | 'dayTokens' | 'dayMicros'
const most = 1_000_000_000_000
const budgetFields: readonly NumberField<Budget>[] = [
  { key: 'conversationTokens', label: 'Tokens in one conversation', unit: 'tokens', min: 0, max: most },
  { key: 'conversationMicros', label: 'US dollars in one conversation', unit: '$', min: 0, max: most },
  { key: 'dayTokens', label: 'Tokens in 24 hours', unit: 'tokens', min: 0, max: most },
  { key: 'dayMicros', label: 'US dollars in 24 hours', unit: '$', min: 0, max: most },
]

/** How the workspace answers its customers: how soon, at what cost, in what words. */
export function SupportSettingsPage() {
  const { trpc } = useApi()
  const mayChange = useMay('admin')
  const settings = useLiveQuery(trpc.support.settings.queryOptions({}))
  const due = useSaveSettings()
  const budget = useSaveSettings()
  const unread = useSaveSettings()
  return (
    <Page title="Support settings" crumb={<Link to="/settings">Settings</Link>}>
      <Stack gap="md" maw={840}>
        {!mayChange && <p className="dim">Owners and admins set these.</p>}
        <Async query={settings}>
          {data => (
            <>
              <NumbersCard
                title="Due times"
                note="Within how many minutes somebody should accept what waits for a person. Escalations that are open keep theirs."
                fields={dueFields}
                values={data.dueMinutes}
                mayChange={mayChange}
                saving={due.isPending}
                onSave={(dueMinutes, done) => due.mutate({ dueMinutes }, { onSuccess: done })}
                action="Save due times"
              />
              <NumbersCard
                title="Answers that nobody reads"
                note="A customer who has left the chat gets a person’s answers by e-mail, if their address is confirmed."
                fields={unreadFields}
                values={data}
                mayChange={mayChange}
                saving={unread.isPending}
                onSave={(changed, done) => unread.mutate(changed, { onSuccess: done })}
                action="Save the wait"
              />
              <NumbersCard
                title="Budgets of the assistants"
                note="When one is used up, customers get the best passages, or a person. Dollars count where a model’s prices are known."
                fields={budgetFields}
                values={data.budget}
                mayChange={mayChange}
                saving={budget.isPending}
                onSave={(changed, done) => budget.mutate({ budget: changed }, { onSuccess: done })}
                action="Save budgets"
              />
              <WordsCard settings={data} mayChange={mayChange} />
            </>
          )}
        </Async>
        <CannedRepliesCard />
      </Stack>
    </Page>
  )
}
