import { Button, type CSSVariablesResolver, createTheme, Input, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eaf0fe',
  '#d5e0fc',
  '#b3c6f8',
  '#8fa9f2',
  '#7d9bff',
  '#4a6fe3',
  '#3056d3',
  '#2748b8',
  '#1f3a96',
  '#182e78',
]

/** The palette's neutrals for what Mantine colours by itself (switches, checkboxes, skeletons): its own are bluish. */
const gray: MantineColorsTuple = [
  '#f7f6f4',
  '#f4f3f0',
  '#f0efec',
  '#e7e6e3',
  '#d5d4cf',
  '#b3b2ac',
  '#8b8a85',
  '#63625e',
  '#3d3d3a',
  '#1d1d1b',
]

const dark: MantineColorsTuple = [
  '#ecebe8',
  '#bdbcb7',
  '#a8a7a2',
  '#8b8a85',
  '#3d3d3a',
  '#2c2c2a',
  '#20201f',
  '#1a1a19',
  '#141413',
  '#0e0e0d',
]

const control = { styles: { label: { fontWeight: 500, marginBottom: 4 } } }

/** Ours are smaller than Mantine's: 28 px in the console, 36 px for the one button of a form; its compact sizes are kept. */
function buttonSize(size: string | number) {
  const px = size === 'md' ? 36 : size === 'sm' ? 28 : null
  if (px === null) return { root: {} }
  return {
    root: {
      '--button-height': `${px}px`,
      '--button-padding-x': px > 28 ? '16px' : '10px',
      '--button-fz': px > 28 ? '14px' : '13px',
    },
  }
}

/** The one theme: 13 px text, 28 px controls, two weights, one accent; colours come from tokens.css. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  colors: { accent, gray, dark },
  fontFamily: '"Inter Variable", Inter, ui-sans-serif, system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '8px', xl: '8px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  shadows: {
    xs: 'var(--qd-shadow)',
    sm: 'var(--qd-shadow)',
    md: 'var(--qd-shadow-float)',
    lg: 'var(--qd-shadow-float)',
    xl: 'var(--qd-shadow-float)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '28px', lineHeight: '36px' },
      h2: { fontSize: '20px', lineHeight: '28px' },
      h3: { fontSize: '16px', lineHeight: '24px' },
    },
  },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm', variant: 'default' },
      vars: (_theme, { size = 'sm' }) => buttonSize(size),
    }),
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Input: Input.extend({ vars: () => ({ wrapper: { '--input-height': '32px', '--input-fz': '13px' } }) }),
    TextInput: { defaultProps: { size: 'sm' }, ...control },
    PasswordInput: { defaultProps: { size: 'sm' }, ...control },
    NumberInput: { defaultProps: { size: 'sm' }, ...control },
    Textarea: { defaultProps: { size: 'sm' }, ...control },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right', comboboxProps: { shadow: 'md' } }, ...control },
    TagsInput: { defaultProps: { size: 'sm' }, ...control },
    Autocomplete: { defaultProps: { size: 'sm', comboboxProps: { shadow: 'md' } }, ...control },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', offset: 4 } },
    Popover: { defaultProps: { shadow: 'md' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, offset: 6, multiline: true, maw: 280 } },
    Modal: {
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        // A dialog's head is not the page's banner.
        attributes: { header: { role: 'presentation' } },
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { color: 'var(--qd-overlay)', backgroundOpacity: 1 },
      },
    },
    Drawer: { defaultProps: { overlayProps: { color: 'var(--qd-overlay)', backgroundOpacity: 1 } } },
    Switch: { defaultProps: { withThumbIndicator: false } },
  },
})

/** Hands our tokens to Mantine's own variables, so that its components and ours cannot drift apart. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--qd-bg)',
    '--mantine-color-text': 'var(--qd-text)',
    '--mantine-color-dimmed': 'var(--qd-dim)',
    '--mantine-color-placeholder': 'var(--qd-faint)',
    '--mantine-color-anchor': 'var(--qd-accent)',
    '--mantine-color-error': 'var(--qd-red)',
    '--mantine-color-default': 'var(--qd-raised)',
    '--mantine-color-default-hover': 'var(--qd-hover)',
    '--mantine-color-default-color': 'var(--qd-text)',
    '--mantine-color-default-border': 'var(--qd-line)',
    '--mantine-color-accent-filled': 'var(--qd-accent)',
    '--mantine-color-accent-filled-hover': 'var(--qd-accent-strong)',
    '--mantine-color-accent-light': 'var(--qd-accent-soft)',
    '--mantine-color-accent-light-color': 'var(--qd-accent)',
    '--mantine-color-red-filled': 'var(--qd-red)',
    '--mantine-color-red-light': 'var(--qd-red-soft)',
    '--mantine-color-red-light-hover': 'color-mix(in srgb, var(--qd-red) 18%, var(--qd-panel))',
    '--mantine-color-red-light-color': 'var(--qd-red)',
    '--mantine-primary-color-contrast': 'var(--qd-on-accent)',
  }
  return { variables: shared, light: shared, dark: shared }
}
