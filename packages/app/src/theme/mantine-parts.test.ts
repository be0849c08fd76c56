import { expect, it } from 'vitest'
import parts from './mantine-parts.ts?raw'

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true })
const styled = import.meta.glob('../../node_modules/@mantine/core/styles/*.layer.css', { query: '?url' })

it('brings the style of every part of Mantine that a screen imports', () => {
  const imported = Object.values(sources).flatMap(source =>
    [...source.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(([, names = '']) => names.split(',')),
  )
  const names = new Set(imported.map(name => name.trim()))
  const needed = Object.keys(styled).filter(path => names.has(path.replace(/^.*\/(\w+)\.layer\.css$/, '$1')))
  expect(needed.length).toBeGreaterThan(15)
  const missing = needed.filter(path => !parts.includes(path.replace(/^.*\/@mantine/, '@mantine')))
  expect(missing).toEqual([])
})
