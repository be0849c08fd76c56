import { ActionIcon, Progress } from '@mantine/core'
import { IconFile, IconUpload, IconX } from '@tabler/icons-react'
import { useId, useState } from 'react'
import styles from './drop-file.module.css'

export interface DropFileProps {
  label: string
  description: string
  /** As the `accept` of an input. */
  accept: string
  file: File | null
  onFile: (file: File | null) => void
  error?: string | undefined
  /** How much of it was sent, 0 to 1; null while nothing is sent. */
  progress: number | null
}

const kilo = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const mega = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** `830 KB`, `2.4 MB`. */
export const sizeInWords = (bytes: number) =>
  bytes < 1_048_576 ? `${kilo.format(Math.max(1, bytes / 1_024))} KB` : `${mega.format(bytes / 1_048_576)} MB`

/** A place to drop a file on, or to choose one by. */
export function DropFile({ label, description, accept, file, onFile, error, progress }: DropFileProps) {
  const id = useId()
  const [over, setOver] = useState(false)
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first. */}
      <div
        className={styles.zone}
        data-over={over}
        data-error={Boolean(error)}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault()
          setOver(false)
          const [dropped] = event.dataTransfer.files
          if (dropped && progress === null) onFile(dropped)
        }}
      >
        <input
          id={id}
          type="file"
          className="sr-only"
          accept={accept}
          disabled={progress !== null}
          aria-describedby={`${id}-more`}
          aria-invalid={Boolean(error)}
          onChange={event => {
            const [chosen] = event.currentTarget.files ?? []
            if (chosen) onFile(chosen)
            // The same file can be chosen again after it was changed.
            event.currentTarget.value = ''
          }}
        />
        {file ? <IconFile size={20} aria-hidden /> : <IconUpload size={20} aria-hidden />}
        <label htmlFor={id} className={styles.label}>
          <span className={styles.name}>{file ? file.name : label}</span>
          <span id={`${id}-more`} className="dim">
            {file ? `${sizeInWords(file.size)}. Choose another, or drop one here.` : description}
          </span>
        </label>
        {file && progress === null && (
          <ActionIcon aria-label={`Leave out ${file.name}`} onClick={() => onFile(null)}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </div>
      {progress !== null && (
        <Progress
          mt={6}
          size="sm"
          value={progress * 100}
          animated={progress >= 1}
          aria-label={progress < 1 ? 'Sending' : 'The server reads it'}
        />
      )}
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
