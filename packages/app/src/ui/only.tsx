import type { ReactNode } from 'react'
import { type Right, useMay } from '../shell/may.tsx'
import { Empty } from './async.tsx'
import { Page } from './page.tsx'

export interface OnlyProps {
  right: Exclude<Right, 'member' | 'read'>
  /** Title of the page that stands there for others. */
  page: string
  /** What is done on it, such as `read the audit log`. */
  what: string
  children: ReactNode
}

const who = { write: 'Agents, admins and owners', admin: 'Owners and admins' }

/** A page for those with a right; whoever else comes to its address is told whose it is. */
export function Only({ right, page, what, children }: OnlyProps) {
  if (useMay(right)) return children
  return (
    <Page title={page}>
      <Empty title={`${who[right]} ${what}`}>Your role does not reach this far. An owner or admin can change it.</Empty>
    </Page>
  )
}
