import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type Outputs, useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './knowledge.module.css'
import { VersionDiff } from './version-diff.tsx'

type Version = Outputs['knowledge']['versions']['items'][number]

export interface DocumentVersionsProps {
  id: string
  /** The version that is compared with the one before it. */
  shown: number | null
  onShow: (version: { version?: number }) => void
}

const characters = new Intl.NumberFormat('en')

/** Every text that the document has had; each can be compared with the one before it, and brought back. */
export function DocumentVersions({ id, shown, onShow }: DocumentVersionsProps) {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const query = useLiveQuery(trpc.knowledge.versions.queryOptions({ id }), { keepPrevious: false })
  return (
    <Card title="Versions" aside={<span className="dim">newest first</span>} flush>
      <Async query={query}>
        {({ items }) => (
          <ol className={styles.hits}>
            {items.map((each, index) => (
              <li key={each.version}>
                <div className={styles.row}>
                  <span className="grow">
                    <strong>Version {each.version}</strong>
                    {index === 0 && ', the current one'}
                    <br />
                    <span className={styles.path}>
                      {each.title}, {characters.format(each.characters)} characters,{' '}
                      <Time at={each.createdAt} show="date" />
                    </span>
                  </span>
                  <Button
                    aria-expanded={shown === each.version}
                    onClick={() => onShow(shown === each.version ? {} : { version: each.version })}
                  >
                    {shown === each.version ? 'Hide' : each.version > 1 ? 'Compare' : 'Show'}
                    <span className="sr-only"> version {each.version}</span>
                  </Button>
                  {index > 0 && mayWrite && <BringBack id={id} version={each} current={items[0]?.version} />}
                </div>
                {shown === each.version && <Change id={id} version={each.version} />}
              </li>
            ))}
          </ol>
        )}
      </Async>
    </Card>
  )
}

/** The old text becomes the newest version: nothing is lost. */
function BringBack({ id, version, current }: { id: string; version: Version; current: number | undefined }) {
  const { trpc, client } = useApi()
  const update = useMutation({
    ...trpc.knowledge.update.mutationOptions({ onError: tellFailure }),
    onSuccess: ({ version: made }) => tell(`Version ${version.version} is back, as version ${made}.`),
  })
  // The text of a PDF is what was found in it: it comes back as plain text.
  const bringBack = async () => {
    const { title, content, format } = await client.knowledge.get.query({ id, version: version.version })
    update.mutate({
      id,
      title,
      content,
      format: format === 'pdf' ? 'text' : format,
      ...(current && { ifVersion: current }),
    })
  }
  return (
    <Button loading={update.isPending} onClick={() => void bringBack().catch(tellFailure)}>
      Bring back<span className="sr-only"> version {version.version}</span>
    </Button>
  )
}

function Change({ id, version }: { id: string; version: number }) {
  const { trpc } = useApi()
  const after = useLiveQuery(trpc.knowledge.get.queryOptions({ id, version }), { keepPrevious: false })
  const before = useLiveQuery(trpc.knowledge.get.queryOptions({ id, version: Math.max(1, version - 1) }), {
    keepPrevious: false,
  })
  if (version === 1) {
    return <Async query={after}>{({ content }) => <pre className={styles.text}>{content}</pre>}</Async>
  }
  return (
    <Async query={before}>
      {old => <Async query={after}>{now => <VersionDiff before={old.content} after={now.content} />}</Async>}
    </Async>
  )
}
