import { Tooltip } from '@mantine/core'
import { Fragment, useId } from 'react'
import { dayAndTime } from '../../format/time.ts'
import { kinds as factKinds } from '../activity/kinds.ts'
import type { Citation, Report } from './report.ts'
import styles from './report-article.module.css'

/** The claims under their headings, each with the numbers of the facts that bear it out. */
export function ReportSections({ sections, citations }: Pick<Report, 'sections' | 'citations'>) {
  const byNumber = new Map(citations.map(citation => [citation.number, citation]))
  return sections.map(section => <Section key={section.key} section={section} byNumber={byNumber} />)
}

interface SectionProps {
  section: Report['sections'][number]
  byNumber: ReadonlyMap<number, Citation>
}

function Section({ section: { title, bullets }, byNumber }: SectionProps) {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {title}
      </h3>
      {bullets.length === 0 && <p className="dim">Nothing of this kind is on record.</p>}
      <ul className={styles.bullets}>
        {bullets.map((bullet, index) => (
          // Claims do not move within a version, and two may say the same.
          <li key={index}>
            <Words text={bullet.text} />
            {bullet.citations.length > 0 && ' '}
            {bullet.citations.map(number => {
              const citation = byNumber.get(number)
              return (
                <Fragment key={number}>
                  {citation && <Cite citation={citation} />}
                  <wbr />
                </Fragment>
              )
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Plain text, in which only names of code are set apart. */
const Words = ({ text }: { text: string }) =>
  text.split(/`([^`]+)`/).map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className={styles.code}>
        {part}
      </code>
    ) : (
      part
    ),
  )

/** A number that leads to the fact, and shows it to whoever points at it. */
function Cite({ citation: { number, url, kind, title, repository, actor, occurredAt } }: { citation: Citation }) {
  const about = [factKinds[kind].name, repository.fullName, actor?.name, dayAndTime(occurredAt)].filter(Boolean)
  return (
    <Tooltip
      label={
        <span className={styles.tip}>
          <span>{title}</span>
          <span>{about.join(' · ')}</span>
        </span>
      }
      openDelay={120}
      events={{ hover: true, focus: true, touch: false }}
    >
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        className={styles.cite}
        aria-label={`Source ${number}: ${title}`}
      >
        {number}
      </a>
    </Tooltip>
  )
}
