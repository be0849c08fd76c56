import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import styles from './companion.module.css'
import { type ToolName, toolNames } from './companion.ts'
import { argsOf, type Field, initialValues, toolFields } from './tool-fields.ts'

export interface ToolFormProps {
  onRun: (tool: ToolName, args: Record<string, unknown>) => Promise<boolean>
  views: readonly { name: string; columns: readonly string[] }[]
  /** Why SQL cannot be asked. */
  noSql: string | null
}

const names: readonly ToolName[] = ['dashboard', 'compare_periods', 'top_movers', 'sql', 'chart']

/** The same tools that a model has, for people. */
export function ToolForm({ onRun, views, noSql }: ToolFormProps) {
  const [tool, setTool] = useState<ToolName>('dashboard')
  const [values, setValues] = useState<Readonly<Record<string, string>>>(initialValues('dashboard'))
  const [running, setRunning] = useState(false)
  const [showsMore, setShowsMore] = useState(false)
  const fields = toolFields[tool]
  const hasMore = fields.some(({ further }) => further)
  const toggle = () => {
    setShowsMore(!showsMore)
    // What is not seen is not asked.
    const initial = initialValues(tool)
    const hidden = fields.filter(({ further }) => further).map(({ key }) => [key, initial[key] ?? ''])
    if (showsMore) setValues(before => ({ ...before, ...Object.fromEntries(hidden) }))
  }
  const run = async () => {
    setRunning(true)
    await onRun(tool, argsOf(tool, values))
    setRunning(false)
  }
  return (
    <form
      className={styles.composer}
      onSubmit={event => {
        event.preventDefault()
        void run()
      }}
    >
      <div className={styles.fields}>
        <NativeSelect
          label="Tool"
          value={tool}
          data={names.map(value => ({ value, label: toolNames[value] }))}
          onChange={event => {
            const next = names.find(name => name === event.currentTarget.value) ?? 'dashboard'
            setTool(next)
            setValues(initialValues(next))
          }}
        />
        {fields
          .filter(({ further }) => showsMore || !further)
          .map(field => (
            <One
              key={`${tool} ${field.key}`}
              field={field}
              value={values[field.key] ?? ''}
              onChange={value => setValues(before => ({ ...before, [field.key]: value }))}
              onEnter={() => void run()}
            />
          ))}
        {hasMore && (
          <Button aria-expanded={showsMore} onClick={toggle}>
            {showsMore ? 'Fewer filters' : 'More filters'}
          </Button>
        )}
        <Button type="submit" variant="filled" loading={running} disabled={tool === 'sql' && noSql !== null}>
          Run
        </Button>
      </div>
      {tool === 'sql' &&
        (noSql ? (
          <p className={styles.error}>{noSql}</p>
        ) : (
          <details className={styles.views}>
            <summary>What it can read</summary>
            <dl>
              {views.map(({ name, columns }) => (
                <div key={name}>
                  <dt className="mono">{name}</dt>
                  <dd className="dim">{columns.join(', ')}</dd>
                </div>
              ))}
            </dl>
          </details>
        ))}
    </form>
  )
}

interface OneProps {
  field: Field
  value: string
  onChange: (value: string) => void
  onEnter: () => void
}

function One({ field: { label, kind, options = [], placeholder }, value, onChange, onEnter }: OneProps) {
  if (kind === 'choice') {
    return (
      <NativeSelect
        label={label}
        value={value}
        data={[...options]}
        onChange={event => onChange(event.currentTarget.value)}
      />
    )
  }
  if (kind === 'lines') {
    return (
      <Textarea
        label={label}
        className={styles.wide ?? ''}
        classNames={{ input: 'mono' }}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={5_000}
        placeholder={placeholder ?? ''}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          onEnter()
        }}
      />
    )
  }
  return (
    <TextInput
      label={label}
      placeholder={placeholder ?? ''}
      type={kind === 'date' ? 'date' : kind === 'number' ? 'number' : 'text'}
      {...(kind === 'number' && { min: 1 })}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
