import { defineCommand } from 'citty'
import { readEnv } from '../env.ts'
import { backUp, restoreFrom } from './folder-backup.ts'
import { orExplain } from './session.ts'

const file = (description: string) => ({ file: { type: 'positional' as const, description, required: true as const } })
const holds = ({ workspaces, events }: { workspaces: number; events: number }) =>
  `${workspaces} ${workspaces === 1 ? 'workspace' : 'workspaces'} with ${events} events`

export const backup = defineCommand({
  meta: { name: 'backup', description: 'Writes the embedded database into one file; stop the server first' },
  args: file('The file to write, such as quarterdeck.tar.gz; it must not be there'),
  run: ({ args }) =>
    orExplain(async know => {
      const env = know(readEnv())
      const done = await backUp(env, args.file)
      console.log(
        `${args.file} has ${holds(done)}, ${(done.size / 1e6).toFixed(1)} MB. It holds everything: keep it safe.`,
      )
      if (env.storage) console.log(`Attachments in the bucket ${env.storage.bucket} are not in it.`)
    }),
})

export const restore = defineCommand({
  meta: { name: 'restore', description: 'Puts a backup into a data folder that has no database' },
  args: file('The file that `backup` wrote'),
  run: ({ args }) =>
    orExplain(async know => {
      const env = know(readEnv())
      console.log(`${env.dataDir} has ${holds(await restoreFrom(env, args.file))} again. Start the server.`)
    }),
})
