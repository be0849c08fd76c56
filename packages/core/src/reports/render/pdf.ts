import { createRequire } from 'node:module'
import { kindWords, nothing, type Rendered, type RenderedCitation, ranges } from './markdown.ts'

const { resolve } = createRequire(import.meta.url)
/** Latin, Greek, Cyrillic and more; what is in no font shows as a box. */
const fonts = {
  plain: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
}

const ink = '#1c1b19'
const faint = '#66615a'
const linked = '#1a56b0'
/** Points. */
const margin = 56
const indent = 14

type Doc = PDFKit.PDFDocument

/** Signs that nobody reads, and that fonts lack. */
const printable = (text: string) => text.replace(/\p{Cc}+/gu, ' ').replaceAll('`', '')

function heading(doc: Doc, text: string, size: number): void {
  // A heading at the foot of a page belongs on the next.
  if (doc.y > doc.page.height - 3 * margin) doc.addPage()
  doc.moveDown(size > 14 ? 0 : 0.8)
  doc.font('bold').fontSize(size).fillColor(ink).text(printable(text), margin)
  doc.moveDown(0.4)
}

function bullet(doc: Doc, { text, citations }: { text: string; citations: readonly number[] }): void {
  doc.font('plain').fontSize(10).fillColor(ink)
  doc.text('•', margin, doc.y, { continued: false })
  doc.moveUp()
  const parts = ranges(citations)
  doc.text(`${printable(text)}${parts.length > 0 ? ' ' : ''}`, margin + indent, doc.y, { continued: parts.length > 0 })
  parts.forEach(([first, last], index) => {
    const isLast = index === parts.length - 1
    const words = first === last ? `${first}` : `${first}–${last}`
    const sign = `${index === 0 ? '[' : ''}${words}${isLast ? ']' : ', '}`
    doc.fillColor(linked).text(sign, { continued: !isLast, goTo: `source-${first}` })
  })
  doc.fillColor(ink).moveDown(0.35)
}

function source(
  doc: Doc,
  { url, kind, title, text, repository, actor, occurredAt }: RenderedCitation,
  number: number,
): void {
  const who = actor?.login ?? actor?.name
  const about = [kindWords[kind], repository, ...(who ? [who] : []), occurredAt.toISOString().slice(0, 10)].join(', ')
  const isWeb = /^https?:\/\//i.test(url)
  doc.font('plain').fontSize(8).fillColor(faint)
  doc.text(`${number}. `, margin, doc.y, { continued: true, destination: `source-${number}` })
  doc.fillColor(linked).text(printable(title ?? text ?? url), { continued: true, ...(isWeb && { link: url }) })
  doc.fillColor(faint).text(`: ${printable(about)}`, { link: null })
  doc.moveDown(0.15)
}

function numberPages(doc: Doc): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page)
    // Below the margin a text would begin a page of its own.
    doc.page.margins.bottom = 0
    doc.font('plain').fontSize(8).fillColor(faint)
    doc.text(`${page - start + 1} / ${count}`, margin, doc.page.height - 36, { align: 'center', lineBreak: false })
  }
}

/** A report as a PDF with its fonts in it; numbers lead to the sources, and sources to the web. */
export async function toPdf({ title, sections, notices, citations, subject }: Rendered): Promise<Buffer> {
  const { default: PdfDocument } = await import('pdfkit')
  const name = subject ? `${title}: ${subject}` : title
  const doc = new PdfDocument({ size: 'A4', margin, bufferPages: true, lang: 'en', info: { Title: name } })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((done, fail) => {
    doc
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', done)
      .on('error', fail)
  })
  doc.registerFont('plain', fonts.plain).registerFont('bold', fonts.bold)
  heading(doc, name, 18)
  for (const section of sections) {
    heading(doc, section.title, 13)
    for (const each of section.bullets) bullet(doc, each)
    if (section.bullets.length === 0) doc.font('plain').fontSize(10).fillColor(faint).text(nothing, margin)
  }
  if (notices.length > 0) heading(doc, 'Notes', 13)
  for (const text of notices) bullet(doc, { text, citations: [] })
  if (citations.length > 0) heading(doc, 'Sources', 13)
  for (const [index, each] of citations.entries()) source(doc, each, index + 1)
  numberPages(doc)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}
