import '@fontsource-variable/inter/standard.css'
import './mantine-parts.ts'
import '@mantine/notifications/styles.layer.css'
import './tokens.css'
import './base.css'
import './mantine.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { cssVariables, theme } from './theme.ts'

/** Look and messages of both programs. */
export function Look({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} autoClose={5_000} />
      {children}
    </MantineProvider>
  )
}
