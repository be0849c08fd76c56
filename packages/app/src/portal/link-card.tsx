import type { ReactNode } from 'react'
import { useEffect } from 'react'
import styles from '../features/identity/sign-form.module.css'
import { SignPage } from '../features/identity/sign-form.tsx'
import { usePortal } from './surroundings.ts'

/** A page for one small matter: a heading, a sentence, and what there is to do. */
export function LinkCard({ title, text, children }: { title: string; text: ReactNode; children?: ReactNode }) {
  const { workspaceName } = usePortal()
  const name = workspaceName ?? 'Quarterdeck'
  useEffect(() => {
    document.title = `${title} · ${name}`
  }, [title, name])
  return (
    <SignPage>
      <div className={styles.card}>
        <div className={styles.logo} aria-hidden>
          {name.slice(0, 1).toUpperCase()}
        </div>
        <div>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.text}>{text}</p>
        </div>
        {children}
      </div>
    </SignPage>
  )
}

/** What went wrong, above the form that it concerns. */
export function LinkError({ children }: { children: ReactNode }) {
  return (
    <p className={styles.error} role="alert">
      {children}
    </p>
  )
}
