import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Session } from '../data/api.ts'
import styles from './may.module.css'
import { useShell } from './shell-context.ts'

/** What a procedure asks of its caller, as the server grades them. */
export type Right = Session['workspaces'][number]['may'][number]

/** Whether the server lets the reader do what needs this right. It decides anew at each call; a screen only offers nothing in vain. */
export const useMay = (right: Right): boolean => useShell().workspace?.may.includes(right) ?? false

/** Shows what needs a right to whoever has it, and to others nothing. */
export function May({ right, children }: { right: Right; children: ReactNode }) {
  return useMay(right) && children
}

/** For whoever may change nothing, in the place where the buttons are for others. */
export const LooksOn = () => (
  <Link to="/account" className={styles.looksOn} title="Your role sees everything here and changes nothing">
    View only
  </Link>
)
