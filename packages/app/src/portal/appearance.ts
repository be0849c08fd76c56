import { oneOf } from '../url/params.ts'

export const themes = ['light', 'dark', 'auto'] as const
export type Theme = (typeof themes)[number]

/** The look among somebody's preferences; undefined when they have not chosen. */
export const readTheme = (preferences: Readonly<Record<string, unknown>>): Theme | undefined =>
  oneOf(preferences.theme, themes)
