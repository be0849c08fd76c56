/** Postgres' text search configurations by ISO 639-1 code: those that come with version 15 and newer on every build. */
const configurations: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hi: 'hindi',
  hu: 'hungarian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  tr: 'turkish',
}

/** The configuration for a language; one without stems and stop words for those that Postgres does not know. */
export const configurationOf = (language: string): string =>
  Object.hasOwn(configurations, language) ? (configurations[language] ?? 'simple') : 'simple'
