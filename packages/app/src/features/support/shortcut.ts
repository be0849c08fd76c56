/** A shortcut that is being typed at the end of a text, without its slash; null when there is none. */
export const shortcutIn = (text: string): string | null => /(?:^|\s)\/([\w-]*)$/.exec(text)?.[1] ?? null

/** The text with the shortcut at its end replaced. */
export const replaceShortcut = (text: string, content: string): string =>
  text.replace(/(^|\s)\/[\w-]*$/, (_, before: string) => `${before}${content}`)
