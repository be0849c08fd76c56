import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { PlantedFact } from './planted-facts.ts'

// The history of a real repository, kept beside this one and not in it. Its authors bear pseudonyms.
const file = fileURLToPath(new URL('../../../../../../shared/data/github/trpc-commits.jsonl', import.meta.url))

export const hasRealCommits = existsSync(file)

const line = z.object({
  sha: z.string(),
  date: z.iso.datetime({ offset: true }),
  author: z.string(),
  subject: z.string(),
  files: z.int(),
  additions: z.int(),
  deletions: z.int(),
})

/** Its commits as facts. */
export const realCommits = (): (PlantedFact & { sha: string })[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(text => {
      const { sha, date, author, subject, files, additions, deletions } = line.parse(JSON.parse(text))
      return {
        ...{
          kind: 'commit' as const,
          at: new Date(date),
          title: subject,
          by: author,
          sha,
          files,
          additions,
          deletions,
        },
        text: `${sha.slice(0, 7)} by ${author} – ${subject}`,
      }
    })
