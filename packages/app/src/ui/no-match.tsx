import { Button } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Empty } from './async.tsx'

export interface NoMatchProps {
  /** What was looked for: `conversation`. */
  what: string
  /** The page without its filters. */
  to: LinkProps['to']
  children?: ReactNode
}

/** Instead of a list that is empty because of its filters. */
export function NoMatch({ what, to, children = 'Take one off, or look at all of them.' }: NoMatchProps) {
  return (
    <Empty
      title={`No ${what} fits these filters`}
      action={<Button renderRoot={props => <Link to={to} {...props} />}>Clear the filters</Button>}
    >
      {children}
    </Empty>
  )
}
