import { IconSearch } from '@tabler/icons-react'
import styles from './search-button.module.css'
import { useShell } from './shell-context.ts'

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

export function SearchButton() {
  const { openSearch } = useShell()
  return (
    <button type="button" className={styles.search} onClick={openSearch}>
      <IconSearch size={16} className={styles.icon} aria-hidden />
      <span className={styles.label}>Search or jump to…</span>
      <kbd className={styles.keys} aria-hidden>
        {isApple ? '⌘K' : 'Ctrl K'}
      </kbd>
    </button>
  )
}
