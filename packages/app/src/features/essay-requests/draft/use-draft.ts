import { useBlocker } from '@tanstack/react-router'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Outputs, useApi } from '../../../data/api.ts'
import { readFailure } from '../../../data/errors.ts'
import { useMay } from '../../../shell/may.tsx'
import { tell } from '../../../ui/toast.ts'
import type { EssayDocument } from '../document.ts'
import type { EditorHandle } from '../editor/lazy-editor.tsx'
import { type EssayRequest, isOpen } from '../essay.ts'
import { createDraftKeeper, type DraftKeeper, type DraftState } from './draft-keeper.ts'
import { createSaver } from './lost-saves.ts'

export type Version = Outputs['essayRequests']['version']

/** What the server says of somebody else's version. */
export interface Conflict {
  newer: Version
  /** Under which version the refused text is kept. */
  keptAs: number | null
}

export type Scores = Pick<Version, 'currentScore' | 'potentialScore'>

/** How long after the last change it is stored, in ms. */
const wait = 1_200

/** The details of a conflict, as `EssayConflict` of the server has them. */
function conflictOf(error: unknown): Conflict | null {
  const details: unknown = Object(Object(error).data).details
  if (readFailure(error).code !== 'CONFLICT' || typeof details !== 'object' || details === null) return null
  // Only this conflict of this procedure carries details, and they are of this shape.
  return 'newer' in details ? (details as Conflict) : null
}

export interface Draft {
  /** Whether the reader may write in it as it stands. */
  editable: boolean
  editor: RefObject<EditorHandle | null>
  state: DraftState<Conflict>
  scores: Scores
  setScores: (scores: Scores) => void
  /** The text as it is shown. */
  read: () => EssayDocument
  /** What the shown text grew out of. */
  base: () => EssayDocument
  version: () => number
  /** Something was written; `read` gives all of it. */
  changed: (read: () => EssayDocument) => void
  flush: () => Promise<boolean>
  /** Shows another text on the version that it belongs to, or, `written`, as one that is to be stored on it. */
  show: (document: EssayDocument, version: number, written: boolean) => void
}

/** Nobody leaves a text that is not stored without being asked; what a conflict refused is stored, aside. */
function useLeaving({ id, number }: EssayRequest, keeper: DraftKeeper): void {
  useBlocker({
    enableBeforeUnload: () => !keeper.isIdle(),
    shouldBlockFn: async ({ current, next }) => {
      const stays = next.pathname === current.pathname && Reflect.get(Object(next.search), 'i') === id
      if (stays || keeper.isIdle() || (await keeper.flush()) || keeper.isStuck()) return false
      return !window.confirm(`What you wrote last in #${number} could not be saved. Leave without it?`)
    },
  })
  useEffect(
    () => () => {
      keeper.flush().catch(() => undefined)
      keeper.stop()
    },
    [keeper],
  )
}

/** A request's edited text while somebody writes it: stored by itself, and following what others store. */
export function useDraft(request: EssayRequest): Draft {
  const { client } = useApi()
  const mayWrite = useMay('write')
  const { id } = request
  const editor = useRef<EditorHandle>(null)
  const first = request.edited ?? request.original
  // Not asked of the editor, which is gone when the last of it is stored.
  const shown = useRef(() => first)
  const base = useRef(first)
  const [scores, setScoresState] = useState<Scores>(request)
  const latest = useRef(scores)
  const [state, setState] = useState<DraftState<Conflict>>({ kind: 'saved' })
  const read = useCallback(() => shown.current(), [])

  const save = useMemo(
    () =>
      createSaver({
        newerOf: error => conflictOf(error)?.newer ?? null,
        send: async (content, baseVersion) => {
          const { currentScore, potentialScore } = latest.current
          const { version } = await client.essayRequests.saveDraft.mutate({
            ...{ id, content, baseVersion, currentScore, potentialScore },
          })
          return version
        },
      }),
    [id],
  )
  const keeper = useMemo(
    () =>
      createDraftKeeper<Conflict>({
        ...{ version: request.version, wait, conflictOf, onState: setState },
        save: async baseVersion => {
          const content = read()
          const version = await save(content, baseVersion)
          base.current = content
          return version
        },
      }),
    // One for each request: its first version is only where it begins.
    [id],
  )
  const show = useCallback(
    (document: EssayDocument, version: number, written: boolean) => {
      shown.current = () => document
      editor.current?.replace(document)
      if (!written) base.current = document
      keeper.rebase(version, written)
    },
    [keeper],
  )
  const put = useCallback((next: Scores) => {
    latest.current = next
    setScoresState(next)
  }, [])

  const { version, edited, currentScore, potentialScore } = request
  useEffect(() => {
    if (!edited || version <= keeper.version() || !keeper.isIdle()) return
    show(edited, version, false)
    put({ currentScore, potentialScore })
    tell('Somebody else has saved this text: you see theirs now.')
  }, [edited, version, currentScore, potentialScore, keeper, show, put])

  useLeaving(request, keeper)

  return {
    ...{ editor, state, scores, read, show },
    editable: mayWrite && isOpen(request),
    base: () => base.current,
    version: keeper.version,
    changed: written => {
      shown.current = written
      keeper.changed()
    },
    flush: keeper.flush,
    setScores: next => {
      put(next)
      keeper.changed()
    },
  }
}
