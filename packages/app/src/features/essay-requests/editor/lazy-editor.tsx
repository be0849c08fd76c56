import { lazy, Suspense } from 'react'
import { Rows } from '../../../ui/async.tsx'
import type { RichEditorProps } from './rich-editor.tsx'

export type { EditorHandle } from './rich-editor.tsx'

const Loaded = lazy(() => import('./rich-editor.tsx').then(({ RichEditor }) => ({ default: RichEditor })))

/** The editor, loaded where somebody writes: it is larger than most pages. */
export function LazyEditor(props: RichEditorProps) {
  return (
    <Suspense fallback={<Rows count={6} />}>
      <Loaded {...props} />
    </Suspense>
  )
}
