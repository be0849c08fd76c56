import { useRouter } from '@tanstack/react-router'
import type { AnchorHTMLAttributes } from 'react'
import { id } from '../url/params.ts'

const paths = [
  '/',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/home',
  '/account',
  '/sessions',
  '/billing',
  '/support',
  '/support/new',
  '/essays',
  '/essays/new',
] as const

/** Paths of the portal that its own pages lead to; the others are reached from e-mails. */
export type PortalPath = (typeof paths)[number] | `/essays/${string}` | `/support/${string}`

/** A path from an address, when it is one of ours. */
export function portalPath(raw: unknown): PortalPath | undefined {
  const [, place, rest] = (typeof raw === 'string' && /^\/(essays|support)\/(.+)$/.exec(raw)) || []
  const known = id(rest)
  if (known) return place === 'essays' ? `/essays/${known}` : `/support/${known}`
  return paths.find(path => path === raw)
}

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
