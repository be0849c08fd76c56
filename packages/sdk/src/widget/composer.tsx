import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from './chat.ts'
import { clipIcon, sendIcon } from './icons.tsx'
import { fileTypes, maxFile, maxLength } from './wire.ts'

/** The field in which a message is written: Enter sends, Shift and Enter begin a new line. */
export function Composer({ chat }: { chat: Chat }) {
  const { view, chosen, conversation } = chat.get()
  const [text, setText] = useState('')
  const [tooLarge, setTooLarge] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const uploading = chosen.some(({ id, failure }) => id === null && failure === null)
  const ready = (text.trim() !== '' || chosen.some(({ id }) => id !== null)) && !uploading
  useLayoutEffect(() => field.current?.focus(), [view.name])
  const send = async () => {
    if (!ready) return
    const content = text.trim()
    setText('')
    if (!(await chat.send(content))) setText(content)
  }
  const pick = (files: FileList | null) => {
    setTooLarge(null)
    for (const file of files ?? []) {
      if (file.size > maxFile) setTooLarge(`${file.name} is larger than 10 MB.`)
      else void chat.attach(file)
    }
  }
  const left = maxLength - text.length
  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      {chosen.length > 0 && (
        <div class="files">
          {chosen.map(({ key, name, id, failure }) => (
            <span class="file" key={key}>
              {failure ? `${name}: ${failure}` : id ? name : `${name}: uploading…`}
              <button type="button" class="link" aria-label={`Remove ${name}`} onClick={() => chat.detach(key)}>
                Remove
              </button>
            </span>
          ))}
        </div>
      )}
      <div class="field">
        {view.name === 'conversation' && (
          <>
            <button type="button" class="icon" aria-label="Attach a file" onClick={() => picker.current?.click()}>
              {clipIcon}
            </button>
            <input
              ref={picker}
              type="file"
              class="hidden"
              tabIndex={-1}
              aria-hidden="true"
              accept={fileTypes}
              onChange={event => {
                pick(event.currentTarget.files)
                event.currentTarget.value = ''
              }}
            />
          </>
        )}
        <textarea
          ref={field}
          rows={1}
          aria-label="Message"
          placeholder="Write a message"
          maxLength={maxLength}
          value={text}
          onInput={event => {
            setText(event.currentTarget.value)
            chat.typed()
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            void send()
          }}
        />
        <button type="submit" class="send" aria-label="Send" disabled={!ready}>
          {sendIcon}
        </button>
      </div>
      <div class="below">
        <span role="status">{tooLarge ?? (left < 200 ? `${left} characters left` : '')}</span>
        {conversation && conversation.answering.by !== 'nobody' && (
          <span class="wishes">
            {conversation.answering.by === 'assistant' && (
              <button type="button" class="link" onClick={() => void chat.escalate()}>
                Ask for a person
              </button>
            )}
            <button type="button" class="link" onClick={() => void chat.resolve()}>
              It is solved
            </button>
          </span>
        )}
      </div>
    </form>
  )
}
