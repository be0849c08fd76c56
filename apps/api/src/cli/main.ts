import { defineCommand, runMain } from 'citty'

const main = defineCommand({
  meta: { name: 'quarterdeck', description: 'Runs Quarterdeck and works on its data' },
  subCommands: {
    'import-essays': () => import('./import-essays.ts').then(({ importEssays }) => importEssays),
    'import-events': () => import('./import-events.ts').then(({ importEvents }) => importEvents),
    'import-knowledge': () => import('./import-knowledge.ts').then(({ importKnowledge }) => importKnowledge),
    'move-to-postgres': () => import('./move-to-postgres.ts').then(({ moveToPostgres }) => moveToPostgres),
  },
})

await runMain(main)
