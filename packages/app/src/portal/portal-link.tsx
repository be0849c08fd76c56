import { useRouter } from '@tanstack/react-router'
import type { AnchorHTMLAttributes } from 'react'

/** Paths of the portal. */
export type PortalPath = '/' | '/sign-in' | '/sign-up' | '/home'

/** A link inside the portal. The router's own `Link` is typed for the console's paths: one program, two route trees. */
export function PortalLink({ to, ...rest }: { to: PortalPath } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const { history } = useRouter()
  return (
    <a
      href={to}
      {...rest}
      onClick={event => {
        if (
          event.defaultPrevented ||
          event.button !== 0 ||
          event.metaKey ||
          event.ctrlKey ||
          event.shiftKey ||
          event.altKey
        )
          return
        event.preventDefault()
        history.push(to)
      }}
    />
  )
}

/** Goes to a path of the portal. */
export function usePortalNavigate(): (to: PortalPath) => void {
  const { history } = useRouter()
  return to => history.push(to)
}
