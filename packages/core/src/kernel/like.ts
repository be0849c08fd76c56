const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** A pattern of `like` and `ilike` for whatever has the text anywhere in it. */
export const containing = (text: string): string => `%${literally(text)}%`

/** A pattern of `like` and `ilike` for whatever begins with the text. */
export const beginningWith = (text: string): string => `${literally(text)}%`
