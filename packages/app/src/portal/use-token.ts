import { useLocation } from '@tanstack/react-router'
import { text } from '../url/params.ts'

/** The secret in the address of a link from an e-mail, as it is written there; undefined when it is missing. */
export function useToken(): string | undefined {
  const { searchStr } = useLocation()
  return text(new URLSearchParams(searchStr).get('token'))
}
