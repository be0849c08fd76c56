import type { NewActor, NewFact } from './fact.ts'

/** How long a fact's line may be. */
export const textLimit = 512

/** Cuts at a character, and says so by an ellipsis. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  // A half of a pair is no character.
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** One line: white space of any kind is a space. */
export const oneLine = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()

/** The first characters of what somebody wrote, with what stands before them; nothing where nothing was written. */
export function quoted(before: string, text: string | null | undefined, length: number): string {
  const words = cut(oneLine(text), length)
  return words === '' ? '' : `${before}${words}`
}

export const nameOf = (actor: NewActor | null): string | null => actor?.login ?? actor?.name ?? null

/** ` by somebody`, where it is known by whom. */
export function by(actor: NewActor | null): string {
  const name = nameOf(actor)
  return name ? ` by ${name}` : ''
}

type Figures = Pick<NewFact, 'additions' | 'deletions' | 'filesChanged'>

function describeFigures({ additions, deletions, filesChanged }: Figures): string {
  const parts = [
    additions === null ? null : `+${additions}`,
    deletions === null ? null : `-${deletions}`,
    filesChanged === null ? null : `${filesChanged} ${filesChanged === 1 ? 'file' : 'files'}`,
  ].filter(part => part !== null)
  return parts.length > 0 ? ` (${parts.join(', ')})` : ''
}

/** The fact in a line of at most 512 characters: what was done, then how large it was. */
export function withFigures(text: string, figures: Figures): string {
  const end = describeFigures(figures)
  return cut(oneLine(text), textLimit - end.length) + end
}
