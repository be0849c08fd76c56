import styles from './record.module.css'

/** A long text as it came, in a pane of its own that scrolls. `label` names it for those who do not see it. */
export function CodeBlock({ label, children }: { label: string; children: string }) {
  return (
    // It scrolls by itself, so keyboards must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section className={styles.scroll} tabIndex={0} aria-label={label}>
      <pre className={styles.code}>{children}</pre>
    </section>
  )
}
