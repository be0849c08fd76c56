import { Button, Textarea } from '@mantine/core'
import { type Ref, useState } from 'react'
import styles from './companion.module.css'

export interface AskFormProps {
  onAsk: (question: string) => Promise<boolean>
  /** An answer is being written. */
  busy: boolean
  fieldRef: Ref<HTMLTextAreaElement>
}

/** The field in which a question is written: Enter asks, Shift and Enter begin a new line. */
export function AskForm({ onAsk, busy, fieldRef }: AskFormProps) {
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const ready = text.trim() !== '' && !busy && !sending
  const ask = async () => {
    if (!ready) return
    setSending(true)
    if (await onAsk(text.trim())) setText('')
    setSending(false)
  }
  return (
    <form
      className={styles.composer}
      onSubmit={event => {
        event.preventDefault()
        void ask()
      }}
    >
      <div className={styles.line}>
        <Textarea
          ref={fieldRef}
          className="grow"
          aria-label="Question"
          placeholder="Ask about your data"
          autosize
          minRows={1}
          maxRows={8}
          maxLength={4_000}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            void ask()
          }}
        />
        <Button type="submit" variant="filled" disabled={!ready} loading={sending}>
          Ask
        </Button>
      </div>
    </form>
  )
}
