import { Link } from '@tanstack/react-router'
import { useMay } from '../../shell/may.tsx'
import { Page } from '../../ui/page.tsx'
import { EveryoneCard } from './everyone-card.tsx'
import styles from './reports.module.css'
import { RunsCard } from './runs-card.tsx'
import { ScheduleCard } from './schedule-card.tsx'
import { TeamsCard } from './teams-card.tsx'

/** When reports come by themselves, for whom they are put together, and what became of those that were due. */
export function SchedulesPage() {
  const isAdmin = useMay('admin')
  return (
    <Page title="Schedules and teams">
      <div className={styles.filters}>
        <Link to="/reports" className="link">
          All reports
        </Link>
      </div>
      <div className={styles.columns}>
        <ScheduleCard />
        <TeamsCard />
      </div>
      <div className={styles.stack}>
        {isAdmin && <EveryoneCard />}
        <RunsCard />
      </div>
    </Page>
  )
}
