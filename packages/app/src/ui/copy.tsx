import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import styles from './copy.module.css'
import { tell } from './toast.ts'

/** Puts a text on the clipboard, also where the page came over plain HTTP: there browsers have only the old way. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    // Within a dialog, which would take the focus back from anywhere else.
    const place = document.activeElement?.closest('[role=dialog]') ?? document.body
    place.append(field)
    field.select()
    const isCopied = document.execCommand('copy')
    field.remove()
    return isCopied
  }
}

function useCopy(value: string) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    if (await copyText(value)) setCopied(true)
    else tell('This browser lets no page copy: select the text and copy it yourself')
  }
  return { copied, copy }
}

/** A text to take along, in full, with the button that copies it. `what` names it: `key`, `link`. */
export function CopyField({ value, what }: { value: string; what: string }) {
  const { copied, copy } = useCopy(value)
  return (
    <div className={styles.field}>
      <code className={styles.value}>{value}</code>
      <Button variant="filled" onClick={copy} leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}>
        {copied ? 'Copied' : `Copy ${what}`}
      </Button>
    </div>
  )
}

/** The same as a small button, where the text is already on screen or of no interest. */
export function CopyIcon({ value, what }: { value: string; what: string }) {
  const { copied, copy } = useCopy(value)
  const label = copied ? 'Copied' : `Copy ${what}`
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={copy}>
        {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
      </ActionIcon>
    </Tooltip>
  )
}
