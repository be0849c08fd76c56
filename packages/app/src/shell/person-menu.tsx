import { Menu, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import styles from './person-menu.module.css'
import { useShell } from './shell-context.ts'

/** `Mei Tanaka` → `MT`; without a name, the first letter of the e-mail. */
function initials(name: string | null, email: string | null): string {
  const words = (name ?? '').split(/\s+/).filter(Boolean)
  const letters = words.length > 0 ? [words[0], words.length > 1 ? words.at(-1) : undefined] : [email ?? '?']
  return letters.map(word => word?.slice(0, 1).toUpperCase() ?? '').join('')
}

/** Who is signed in, the theme, and the way out. */
export function PersonMenu() {
  const { session, signOut } = useShell()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { name, email } = session.person
  return (
    <Menu width={216}>
      <Menu.Target>
        <button
          type="button"
          className={styles.face}
          aria-label={`Signed in as ${name || email || 'someone without a name'}`}
        >
          {initials(name, email)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.who}>
          <div className="cut">{name || email}</div>
          {name && <div className="dim cut">{email}</div>}
        </div>
        <SegmentedControl
          fullWidth
          aria-label="Theme"
          value={colorScheme}
          onChange={value => setColorScheme(value)}
          data={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
            { value: 'auto', label: 'System' },
          ]}
        />
        <Menu.Divider />
        <Menu.Item renderRoot={props => <Link to="/account" {...props} />}>Account</Menu.Item>
        <Menu.Item onClick={signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
