import { ActionIcon, Button, Textarea, type TextareaProps } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { type ReactNode, type Ref, type SyntheticEvent, useRef, useState } from 'react'
import { v4 } from 'uuid'
import { useApi } from '../../data/api.ts'
import styles from './thread.module.css'
import { fileTypes, uploadFile } from './upload.ts'

const maxLength = 4096
/** How often the server is told that somebody types, in ms. */
const typingEvery = 3_000

export interface ComposerProps {
  conversationId: string
  text: string
  onText: (text: string) => void
  onSend: (content: string, attachmentIds: string[]) => void
  label: string
  action: string
  /** Only staff see what is written: it is no news to the customer that somebody types. */
  quiet?: boolean
  fieldRef?: Ref<HTMLTextAreaElement>
  /** Further properties of the field. A key that it took (`preventDefault`) sends nothing. */
  field?: Pick<TextareaProps, 'aria-autocomplete' | 'aria-controls' | 'aria-activedescendant' | 'onKeyDown'>
  /** Over the field. */
  above?: ReactNode
  /** Beside the button. */
  children?: ReactNode
}

interface Chosen {
  key: string
  name: string
  id: string | null
  failure: string | null
}

/** Files of the next message, uploaded when they are chosen. */
function useFiles(conversationId: string) {
  const { url, workspace } = useApi()
  const [files, setFiles] = useState<readonly Chosen[]>([])
  const add = async (file: File) => {
    const key = v4()
    const put = (patch: Partial<Chosen>) =>
      setFiles(before => before.map(each => (each.key === key ? { ...each, ...patch } : each)))
    setFiles(before => [...before, { key, name: file.name, id: null, failure: null }])
    try {
      put({ id: (await uploadFile(url, conversationId, file, workspace.id)).id })
    } catch (error) {
      put({ failure: error instanceof Error ? error.message : 'The file could not be sent.' })
    }
  }
  const remove = (key: string) => setFiles(before => before.filter(each => each.key !== key))
  return { files, add, remove, clear: () => setFiles([]) }
}

/** The field in which a message is written: Enter sends, Shift and Enter begin a new line. */
export function Composer(props: ComposerProps) {
  const { conversationId, text, onText, onSend, label, action, quiet = false, fieldRef, field, above, children } = props
  const { client } = useApi()
  const { files, add, remove, clear } = useFiles(conversationId)
  const picker = useRef<HTMLInputElement>(null)
  const typedAt = useRef(0)
  const ids = files.flatMap(({ id }) => id ?? [])
  const uploading = files.some(({ id, failure }) => id === null && failure === null)
  const ready = !uploading && (text.trim() !== '' || ids.length > 0)
  const send = () => {
    if (!ready) return
    onSend(text.trim(), ids)
    onText('')
    clear()
  }
  const typed = () => {
    if (quiet || Date.now() - typedAt.current < typingEvery) return
    typedAt.current = Date.now()
    client.messages.typing.mutate({ conversationId }).catch(() => undefined)
  }
  /** A picture from the clipboard, or files that are dropped on the field; text stays text. */
  const takeFiles = (event: SyntheticEvent, { files: taken }: DataTransfer) => {
    if (taken.length === 0) return
    event.preventDefault()
    for (const file of taken) void add(file)
  }
  return (
    <form
      className={styles.composer}
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      {files.length > 0 && (
        <ul className={styles.files}>
          {files.map(({ key, name, id, failure }) => (
            <li key={key} className={styles.file}>
              {failure ? `${name}: ${failure}` : id ? name : `${name}: uploading…`}
              <ActionIcon size="xs" aria-label={`Remove ${name}`} onClick={() => remove(key)}>
                <IconX size={12} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {above}
      <Textarea
        {...field}
        ref={fieldRef ?? null}
        aria-label={label}
        placeholder={label}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={maxLength}
        value={text}
        data-note={quiet}
        classNames={{ input: styles.field ?? '' }}
        onChange={event => {
          onText(event.currentTarget.value)
          typed()
        }}
        onPaste={event => takeFiles(event, event.clipboardData)}
        onDragOver={event => event.dataTransfer.types.includes('Files') && event.preventDefault()}
        onDrop={event => takeFiles(event, event.dataTransfer)}
        onKeyDown={event => {
          field?.onKeyDown?.(event)
          if (event.defaultPrevented) return
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <div className={styles.tools}>
        <ActionIcon aria-label="Attach a file" onClick={() => picker.current?.click()}>
          <IconPaperclip size={16} />
        </ActionIcon>
        <input
          ref={picker}
          type="file"
          hidden
          accept={fileTypes}
          multiple
          onChange={event => {
            for (const file of event.currentTarget.files ?? []) void add(file)
            event.currentTarget.value = ''
          }}
        />
        {children}
        <span className="grow" />
        {maxLength - text.length < 200 && <span className="dim">{maxLength - text.length} left</span>}
        <Button type="submit" variant="filled" disabled={!ready}>
          {action}
        </Button>
      </div>
    </form>
  )
}
