import type { Font } from 'fontkit'
import type { Fonts } from './fonts.ts'
import { type Piece, type Run, setLines } from './lines.ts'
import { isEmpty, kindWords, nothing, nothingAtAll, type Rendered, type RenderedCitation, ranges } from './markdown.ts'

const ink = '#1c1b19'
const faint = '#66615a'
const linked = '#1a56b0'
/** Points. */
const margin = 56
const indent = 14
const leading = 1.3

type Doc = PDFKit.PDFDocument

/** A document that is being written, and how many of its signs are in no font. */
interface Sheet {
  doc: Doc
  fonts: Fonts
  lost: number
}

/** Signs that nobody reads. */
const printable = (text: string) => text.replace(/\p{Cc}+/gu, ' ').replaceAll('`', '')

function drawRun({ doc }: Sheet, { text, font, piece, width }: Run, x: number, top: number, size: number): void {
  const height = size * leading
  // By its foot: letters of several fonts then stand on one line.
  doc.font(font.name).fontSize(size).fillColor(piece.color)
  doc.text(text, x, top + size * 0.95, { lineBreak: false, baseline: 'alphabetic' })
  if (piece.link) doc.link(x, top, width, height, piece.link)
  if (piece.goTo) doc.goTo(x, top, width, height, piece.goTo)
}

/** Sets words in lines from the present height on, on further pages where they do not fit. */
function write(sheet: Sheet, pieces: readonly Piece[], { size, left = 0 }: { size: number; left?: number }): void {
  const { doc, fonts } = sheet
  const width = doc.page.width - 2 * margin - left
  const { lines, lost } = setLines(
    pieces.map(piece => ({ ...piece, text: printable(piece.text) })),
    { fonts, width, size },
  )
  sheet.lost += lost
  for (const runs of lines) {
    if (doc.y + size * leading > doc.page.height - margin) doc.addPage()
    const top = doc.y
    let x = margin + left
    for (const run of runs) {
      drawRun(sheet, run, x, top, size)
      x += run.width
    }
    doc.x = margin
    doc.y = top + size * leading
  }
}

function heading(sheet: Sheet, text: string, size: number): void {
  const { doc } = sheet
  // A heading at the foot of a page belongs on the next.
  if (doc.y > doc.page.height - 3 * margin) doc.addPage()
  if (size <= 14) doc.y += 12
  write(sheet, [{ text, weight: 'bold', color: ink }], { size })
  doc.y += 5
}

function bullet(sheet: Sheet, { text, citations }: { text: string; citations: readonly number[] }): void {
  const { doc } = sheet
  const size = 10
  if (doc.y + size * leading > doc.page.height - margin) doc.addPage()
  const top = doc.y
  write(sheet, [{ text: '•', color: faint }], { size })
  doc.y = top
  const parts = ranges(citations)
  const marks = parts.map(([first, last], index) => ({
    text: `${index === 0 ? '[' : ''}${first === last ? first : `${first}–${last}`}${index === parts.length - 1 ? ']' : ', '}`,
    ...{ color: linked, goTo: `source-${first}` },
  }))
  write(sheet, [{ text: `${text}${marks.length > 0 ? ' ' : ''}`, color: ink }, ...marks], { size, left: indent })
  doc.y += 4
}

function source(
  sheet: Sheet,
  { url, kind, title, text, repository, actor, occurredAt }: RenderedCitation,
  number: number,
): void {
  const { doc } = sheet
  const size = 8
  const who = actor?.login ?? actor?.name
  const about = [kindWords[kind], repository, ...(who ? [who] : []), occurredAt.toISOString().slice(0, 10)].join(', ')
  const link = /^https?:\/\//i.test(url) ? url : undefined
  if (doc.y + size * leading > doc.page.height - margin) doc.addPage()
  doc.addNamedDestination(`source-${number}`, 'XYZ', margin, doc.y, 0)
  const pieces = [
    { text: `${number}. `, color: faint },
    { text: title ?? text ?? url, color: linked, link },
    { text: `: ${about}`, color: faint },
  ]
  write(sheet, pieces, { size })
  doc.y += 1
}

function numberPages({ doc, fonts }: Sheet): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page)
    // Below the margin a text would begin a page of its own.
    doc.page.margins.bottom = 0
    doc.font(fonts.primary('plain').name).fontSize(8).fillColor(faint)
    const words = `${page - start + 1} / ${count}`
    doc.text(words, (doc.page.width - doc.widthOfString(words)) / 2, doc.page.height - 36, { lineBreak: false })
  }
}

const lostWords = (count: number) =>
  `${count === 1 ? 'One sign of this report is' : `${count} signs of this report are`} in none of the fonts of this file and shown as □: as HTML or Markdown it has all of them.`

/**
 * A report as a PDF with the signs that it needs in it, also Chinese, Japanese, Korean, Thai and Devanagari ones and emoji; numbers lead to
 * the sources, and sources to the web. Where a sign is in no font it says so.
 */
export async function toPdf({ title, sections, notices, citations, subject }: Rendered): Promise<Buffer> {
  // Fonts and all that reads them take their time to load: only when the first is asked for.
  const [{ default: PdfDocument }, { createFonts }] = await Promise.all([import('pdfkit'), import('./fonts.ts')])
  const name = subject ? `${title}: ${subject}` : title
  const doc = new PdfDocument({ size: 'A4', margin, bufferPages: true, lang: 'en', info: { Title: name } })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((done, fail) => {
    doc
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', done)
      .on('error', fail)
  })
  const fonts = createFonts((alias: string, font: Font) => doc.registerFont(alias, font))
  const sheet: Sheet = { doc, fonts, lost: 0 }
  heading(sheet, name, 18)
  if (isEmpty(sections)) write(sheet, [{ text: nothingAtAll, color: faint }], { size: 10 })
  for (const section of isEmpty(sections) ? [] : sections) {
    heading(sheet, section.title, 13)
    for (const each of section.bullets) bullet(sheet, each)
    if (section.bullets.length === 0) write(sheet, [{ text: nothing, color: faint }], { size: 10 })
  }
  if (notices.length > 0) heading(sheet, 'Notes', 13)
  for (const text of notices) bullet(sheet, { text, citations: [] })
  if (citations.length > 0) heading(sheet, 'Sources', 13)
  for (const [index, each] of citations.entries()) source(sheet, each, index + 1)
  if (sheet.lost > 0) {
    doc.y += 8
    write(sheet, [{ text: lostWords(sheet.lost), color: faint }], { size: 8 })
  }
  numberPages(sheet)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}
