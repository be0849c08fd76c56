import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { readFile } from '../../data/read-file.ts'
import { download, fileName } from '../../ui/download.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { Report } from './report.ts'
import { daysOfSpan } from './span.ts'

export const formats = { md: 'Markdown', html: 'HTML', pdf: 'PDF' } as const
export type Format = keyof typeof formats
export const formatNames = ['md', 'html', 'pdf'] as const satisfies Format[]

/** Hands a report over as a file. */
export function useSaveReport(report: Report) {
  const api = useApi()
  return useMutation({
    mutationFn: async (format: Format) => {
      const file = await readFile(api, `/v1/reports/${report.id}.${format}`)
      download(fileName(`${report.title} ${daysOfSpan(report).first}`, format), file)
    },
    onError: tellFailure,
  })
}
