import { defineCommand, runMain } from 'citty'

const main = defineCommand({
  meta: { name: 'quarterdeck', description: 'Runs Quarterdeck and works on its data' },
  subCommands: {
    backup: () => import('./backup.ts').then(({ backup }) => backup),
    'import-essays': () => import('./import-essays.ts').then(({ importEssays }) => importEssays),
    'import-events': () => import('./import-events.ts').then(({ importEvents }) => importEvents),
    'import-knowledge': () => import('./import-knowledge.ts').then(({ importKnowledge }) => importKnowledge),
    'move-to-postgres': () => import('./move-to-postgres.ts').then(({ moveToPostgres }) => moveToPostgres),
    restore: () => import('./backup.ts').then(({ restore }) => restore),
  },
})

await runMain(main)
