import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '../../data/api.ts'
import { largestFile, sendFile } from '../../data/upload.ts'

export const fileTypes = '.md,.markdown,.html,.htm,.txt,.pdf,text/plain,text/markdown,text/html,application/pdf'
export const fileWords = 'PDF, Markdown, HTML (also a saved page) or text, up to 10 MB'

/** What is wrong with a file before it is sent. */
export const flawOf = (file: File | null): string | undefined => {
  if (!file) return undefined
  if (file.size === 0) return 'This file is empty.'
  return file.size > largestFile ? 'This file is larger than 10 MB: divide it, or leave pictures out.' : undefined
}

/** Sends a document's file, and tells how far it is. It stops when the screen goes. */
export function useSendFile(onDone: (id: string) => void) {
  const api = useApi()
  const [progress, setProgress] = useState<number | null>(null)
  const stop = useRef<AbortController>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const sending = useMutation({
    mutationFn: async ({ id, file, fields }: { id?: string; file: File; fields?: Record<string, string> }) => {
      stop.current = new AbortController()
      setProgress(0)
      const made = await sendFile(api, {
        ...(id ? { method: 'PUT', path: `/v1/documents/${id}` } : { method: 'POST', path: '/v1/documents' }),
        ...{ file, onProgress: setProgress, signal: stop.current.signal },
        ...(fields && { fields }),
      })
      return String(Object(made).id)
    },
    onSuccess: onDone,
    onSettled: () => setProgress(null),
  })
  return { ...sending, progress }
}
