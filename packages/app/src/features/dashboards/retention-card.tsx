import { Button } from '@mantine/core'
import { count, percent } from '../../format/number.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { csvFile } from '../../ui/csv.ts'
import { download, fileName } from '../../ui/download.ts'
import styles from './dashboards.module.css'
import { dayText } from './days.ts'

interface Week {
  /** The Monday. */
  week: string
  people: number
  returned: readonly number[]
}

const title = 'People who came again, by the week of their first visit'

function save(weeks: readonly Week[], most: number): void {
  const head = ['week', 'people', ...Array.from({ length: most }, (_, index) => `week ${index}`)]
  const file = csvFile(
    head,
    weeks.map(({ week, people, returned }) => [week, people, ...returned]),
  )
  download(fileName(title, 'csv'), file)
}

/** Weeks of first visits against the weeks after: the darker, the more came again. */
export function RetentionCard({ weeks }: { weeks: readonly Week[] }) {
  const most = Math.max(0, ...weeks.map(({ returned }) => returned.length))
  if (most === 0) {
    return (
      <Card title={title} flush>
        <Empty title="Nobody came for the first time on these days" compact />
      </Card>
    )
  }
  return (
    <Card
      title={title}
      actions={
        <Button aria-label={`Save as CSV: ${title}`} onClick={() => save(weeks, most)}>
          Save as CSV
        </Button>
      }
      flush
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles.heat} aria-label={`${title}, as a table`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">First week</th>
              <th scope="col">People</th>
              {Array.from({ length: most }, (_, index) => (
                <th key={index} scope="col">
                  Week {index}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ week, people, returned }) => (
              <tr key={week}>
                <th scope="row">{dayText(week)}</th>
                <td>{count(people)}</td>
                {returned.map((back, index) => (
                  <td
                    key={index}
                    data-share
                    title={`${count(back)} of ${count(people)}`}
                    style={{
                      background: `color-mix(in srgb, var(--qd-accent) ${people > 0 ? (35 * back) / people : 0}%, var(--qd-panel))`,
                    }}
                  >
                    {people > 0 ? percent((100 * back) / people, 0) : '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}
