import { useCallback, useEffect, useRef, useState } from 'react'

/** How long somebody is shown as typing after they were heard of, in ms. */
const typingLasts = 6_000

interface Typist {
  id: string
  name: string
}

/** Who else types now, a colleague as well as the other side: their names. */
export function useTyping(me: string) {
  const [typists, setTypists] = useState<readonly Typist[]>([])
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  const endTyping = useCallback((id: string) => {
    clearTimeout(timers.current.get(id))
    timers.current.delete(id)
    setTypists(before => (before.some(each => each.id === id) ? before.filter(each => each.id !== id) : before))
  }, [])
  const hearTyping = useCallback(
    ({ id, name }: Typist, typing: boolean) => {
      if (id === me) return
      if (!typing) return endTyping(id)
      clearTimeout(timers.current.get(id))
      timers.current.set(
        id,
        setTimeout(() => endTyping(id), typingLasts),
      )
      setTypists(before => (before.some(each => each.id === id) ? before : [...before, { id, name }]))
    },
    [me, endTyping],
  )
  useEffect(() => {
    const { current } = timers
    return () => {
      for (const timer of current.values()) clearTimeout(timer)
    }
  }, [])
  return { typing: typists.map(({ name }) => name), hearTyping, endTyping }
}
