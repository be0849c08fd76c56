import { plural } from '../../format/number.ts'
import { Time } from '../../ui/time.tsx'
import { CallView } from './call-view.tsx'
import { ChartView } from './chart-view.tsx'
import styles from './companion.module.css'
import type { Message } from './companion.ts'
import { segmentsOf } from './segments.ts'

export interface MessageViewProps {
  message: Message
  /** What has come of the answer so far. */
  draft: string | undefined
  opened: ReadonlySet<number>
  onOpen: (call: number, opened: boolean) => void
  /** Shows a call: opens it, and brings it into sight. */
  onShow: (call: number) => void
}

/** A question, an answer with what it rests on, or a tool that somebody ran. */
export function MessageView({ message, draft, opened, onOpen, onShow }: MessageViewProps) {
  const { role, status, content, failure, calls, threadId } = message
  if (role === 'user') {
    return (
      <li className={styles.question}>
        <div className={styles.bubble}>{content}</div>
        <Time at={message.createdAt} className={styles.when} />
      </li>
    )
  }
  const charts = calls.flatMap(({ number, result }) => (result?.chart ? [{ number, chart: result.chart }] : []))
  return (
    <li className={styles.answer} aria-busy={status === 'writing'}>
      {calls.length > 0 && (
        <ul className={styles.calls} aria-label="What was looked up">
          {calls.map(call => (
            <li key={call.number}>
              <CallView
                call={call}
                threadId={threadId}
                opened={opened.has(call.number)}
                onToggle={now => onOpen(call.number, now)}
              />
            </li>
          ))}
        </ul>
      )}
      {status === 'writing' && <div className={styles.text}>{draft ? `${draft}…` : 'Working…'}</div>}
      {status !== 'writing' && content && <Answer message={message} onShow={onShow} />}
      {charts.map(({ number, chart }) => (
        <ChartView key={number} chart={chart} />
      ))}
      {failure && (
        <p className={styles.failure} role="note">
          {failure}
        </p>
      )}
      {status !== 'writing' && (
        <div className={styles.when}>
          {role === 'command' && 'Run by hand · '}
          <Time at={message.createdAt} />
          <Costs message={message} />
        </div>
      )}
    </li>
  )
}

function Answer({ message, onShow }: { message: Message; onShow: (call: number) => void }) {
  const loose = message.numbers.filter(({ call }) => call === null).length
  return (
    <>
      <div className={styles.text}>
        {segmentsOf(message).map((segment, index) => {
          if (segment.kind === 'words') return segment.text
          if (segment.kind === 'call') return <Ref key={index} number={segment.number} onShow={onShow} />
          const { text, call } = segment
          if (call === null) {
            return (
              <span key={index} className={styles.loose} title="No result holds this number">
                {text}
                <span className="sr-only"> (in no result)</span>
              </span>
            )
          }
          return (
            <button
              key={index}
              type="button"
              className={styles.number}
              title={`From q${call}`}
              aria-label={`${text}, from q${call}`}
              onClick={() => onShow(call)}
            >
              {text}
            </button>
          )
        })}
      </div>
      {loose > 0 && (
        <p className={styles.warning}>
          {plural(loose, 'number')} in this answer {loose === 1 ? 'stands' : 'stand'} in no result: check{' '}
          {loose === 1 ? 'it' : 'them'} before you use {loose === 1 ? 'it' : 'them'}.
        </p>
      )}
    </>
  )
}

const Ref = ({ number, onShow }: { number: number; onShow: (call: number) => void }) => (
  <button type="button" className={styles.ref} aria-label={`Show q${number}`} onClick={() => onShow(number)}>
    q{number}
  </button>
)

/** What an answer took. */
function Costs({ message: { model, tokens, costMicros, latencyMs } }: { message: Message }) {
  const parts = [
    model,
    latencyMs !== null && `${(latencyMs / 1_000).toFixed(1)} s`,
    tokens !== null && plural(tokens, 'token'),
    costMicros !== null && `$${(costMicros / 1_000_000).toFixed(4)}`,
  ].filter(Boolean)
  return model !== null && ` · ${parts.join(' · ')}`
}
