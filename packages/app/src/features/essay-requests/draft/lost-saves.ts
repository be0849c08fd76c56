import type { EssayDocument } from '../document.ts'
import { isSameText } from './merge-blocks.ts'

interface Newer {
  version: number
  baseVersion: number
  content: EssayDocument
}

interface SaverOptions {
  /** Sends a text. @returns the version that it became. */
  send: (content: EssayDocument, baseVersion: number) => Promise<number>
  /** The version that an error of `send` says to be newer; null for other errors. */
  newerOf: (error: unknown) => Newer | null
}

/**
 * Saves, and knows its own text again: a save whose answer was lost may have been taken, and then what is newer is what
 * this very editor wrote. Only somebody else's text is a conflict.
 */
export function createSaver({ send, newerOf }: SaverOptions) {
  /** What was sent on one version and got no answer. */
  let lost: { base: number; contents: EssayDocument[] } = { base: -1, contents: [] }
  const save = async (content: EssayDocument, base: number): Promise<number> => {
    if (lost.base !== base) lost = { base, contents: [] }
    try {
      return await send(content, base)
    } catch (error) {
      const newer = newerOf(error)
      if (!newer) lost.contents.push(content)
      const isOwn = newer?.baseVersion === base && lost.contents.some(each => isSameText(each, newer.content))
      if (!newer || !isOwn) throw error
      return save(content, newer.version)
    }
  }
  return save
}
