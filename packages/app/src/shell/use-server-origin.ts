import { useEffect, useState } from 'react'
import { useDesktop } from './desktop.ts'

/** Origin of the server as a web page reaches it; the desktop app's own origin would be of no use there. */
export function useServerOrigin(): string {
  const desktop = useDesktop()
  const [origin, setOrigin] = useState(location.origin)
  useEffect(() => {
    void desktop?.server().then(server => setOrigin(server.address))
  }, [desktop])
  return origin
}
