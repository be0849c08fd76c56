import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../data/api.ts'

/** Where the chat widget keeps who this browser is, followed by the write key: `packages/sdk/src/widget/visitor.ts`. */
const prefix = 'quarterdeck-chat:'

/** Widgets of this origin that this browser spoke in, as a stranger or as somebody. */
function readVisitors(): { key: string; visitorToken: string }[] {
  try {
    return Object.keys(localStorage).flatMap(key => {
      if (!key.startsWith(prefix)) return []
      const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
      const token: unknown = Reflect.get(Object(kept), 'token')
      return typeof token === 'string' ? [{ key, visitorToken: token }] : []
    })
  } catch {
    return []
  }
}

/** What a customer wrote in the widget before they signed in is theirs from now on. */
export function ClaimVisitor() {
  const { trpc } = useApi()
  const { mutateAsync } = useMutation(trpc.auth.claimVisitor.mutationOptions())
  useEffect(() => {
    for (const { key, visitorToken } of readVisitors()) {
      // Tried again by the next page where it did not work.
      mutateAsync({ visitorToken }).then(
        ({ merged }) => merged && localStorage.removeItem(key),
        () => undefined,
      )
    }
  }, [mutateAsync])
  return null
}
