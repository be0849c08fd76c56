/** Words that are in nearly every sentence of a language, and in few of another. */
const common: Readonly<Record<string, readonly string[]>> = {
  en: 'the is are was what how where when why can could do does did my your i we you it to of for with have please not'.split(
    ' ',
  ),
  de: 'der die das ist sind ich wir sie nicht ein eine wie wo wann warum kann mein meine und zu für mit bitte habe auf'.split(
    ' ',
  ),
  fr: 'le la les est sont je nous vous pas un une comment où quand pourquoi puis mon ma mes et de pour avec des du'.split(
    ' ',
  ),
  es: 'el la los las es son yo no un una cómo como dónde cuándo qué puedo mi mis y de para con por favor está'.split(
    ' ',
  ),
  it: 'il lo la gli è sono io non un una come dove quando perché posso mio mia e di per con che della vorrei'.split(
    ' ',
  ),
  pt: 'o a os as é são eu não um uma como onde quando porque posso meu minha e de para com por você está'.split(' '),
  nl: 'de het is zijn ik wij niet een hoe waar wanneer waarom kan mijn en van voor met op heb graag'.split(' '),
}

/** Scripts that tell a language, or the one that most people write in them. */
const scripts: readonly (readonly [language: string, script: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['ko', /\p{Script=Hangul}/u],
  ['zh', /\p{Script=Han}/u],
  ['uk', /[іїєґІЇЄҐ]/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['el', /\p{Script=Greek}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['hi', /\p{Script=Devanagari}/u],
  ['th', /\p{Script=Thai}/u],
]

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** The language of a text as ISO 639-1; null when it is too short, or none that is known here. */
export function detectLanguage(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  if (letters === 0) return null
  for (const [language, script] of scripts) {
    const written = text.match(new RegExp(script.source, 'gu'))?.length ?? 0
    if (written / letters > (language === 'ja' || language === 'uk' ? 0.02 : 0.4)) return language
  }
  const words = wordsOf(text)
  const scored = Object.entries(common)
    .map(([language, list]) => ({ language, hits: words.filter(word => list.includes(word)).length }))
    .sort((a, b) => b.hits - a.hits)
  const [first, second] = scored
  return first && first.hits > (second?.hits ?? 0) ? first.language : null
}
