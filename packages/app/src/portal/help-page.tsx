import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams, useSearch } from '@tanstack/react-router'
import { useApi } from '../data/api.ts'
import { Article } from '../ui/article.tsx'
import { Async } from '../ui/async.tsx'
import { OutsideLink } from '../ui/markdown.tsx'
import { Time } from '../ui/time.tsx'
import { id } from '../url/params.ts'
import { Frame } from './frame.tsx'
import styles from './portal.module.css'
import { PortalLink } from './portal-link.tsx'

/** The document that an answer was taken from, for whoever got the answer. */
export function HelpPage() {
  // The router's types are those of the console: one program, two route trees.
  const documentId = id(Reflect.get(useParams({ strict: false }), 'documentId'))
  const answer = id(Reflect.get(useSearch({ strict: false }), 'answer'))
  const { hash } = useLocation()
  const { trpc } = useApi()
  const query = useQuery({
    ...trpc.messages.source.queryOptions({ messageId: answer ?? '', documentId: documentId ?? '' }),
    enabled: Boolean(answer && documentId),
    retry: false,
  })
  const corner = <Button renderRoot={props => <PortalLink to="/support" {...props} />}>Support</Button>
  if (!answer || !documentId || query.error) {
    return (
      <Frame title="Source" corner={corner} narrow>
        <h1 className={styles.welcome}>This page is not there any more</h1>
        <p className={styles.note}>
          Here stands what an answer was taken from. The link below an answer leads to it, until the answer is removed
          or its source is no longer used.
        </p>
      </Frame>
    )
  }
  return (
    <Frame title={query.data?.title ?? 'Source'} corner={corner} narrow>
      <Async query={query}>
        {article => (
          <article>
            <h1 className={styles.welcome}>{article.title}</h1>
            <p className={styles.note}>
              Changed <Time at={article.updatedAt} show="date" />
              {article.url && (
                <>
                  , also at <OutsideLink href={article.url}>{new URL(article.url).host}</OutsideLink>
                </>
              )}
            </p>
            <Article article={article} anchor={decodeURIComponent(hash)} />
          </article>
        )}
      </Async>
    </Frame>
  )
}
