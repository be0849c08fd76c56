import { createContext, type ReactNode } from 'react'

/** The picture of the page around, for its empty places; none in the portal. */
export const PageIcon = createContext<ReactNode>(null)
