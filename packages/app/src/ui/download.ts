/** Hands a file to the reader. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A file name from a title: `Conversion, hourly` → `conversion-hourly.csv`. */
export function fileName(title: string, extension: string): string {
  const stem = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return `${stem || 'chart'}.${extension}`
}

const inlined = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-size',
  'font-family',
  'font-weight',
  'opacity',
  'fill-opacity',
] as const

/** Copies a drawing with its computed colours, since an image does not see the page's style sheets. */
function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const from = [svg, ...svg.querySelectorAll('*')]
  const to = [copy, ...copy.querySelectorAll('*')]
  for (const [index, element] of from.entries()) {
    const target = to[index]
    if (!(target instanceof SVGElement)) continue
    const style = getComputedStyle(element)
    for (const property of inlined) target.style.setProperty(property, style.getPropertyValue(property))
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return new XMLSerializer().serializeToString(copy)
}

/** What a colour of a drawing stands for. */
export interface LegendEntry {
  label: string
  /** A custom property, such as `var(--qd-accent)`. */
  color: `var(--${string})`
}

const heading = 32
const margin = 12
const legendLine = 20

/** Where entries of these widths stand in so much room: in lines, as text wraps. */
export function layLegend(widths: readonly number[], room: number): { x: number; line: number }[] {
  let x = 0
  let line = 0
  return widths.map(width => {
    if (x > 0 && x + width > room) {
      x = 0
      line++
    }
    const place = { x, line }
    x += width + margin
    return place
  })
}

/** Draws an SVG on the page into a PNG of twice its size, on the page's background, under its title and legend. */
export async function svgToPng(
  svg: SVGSVGElement,
  { title, legend }: { title: string; legend: readonly LegendEntry[] },
): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect()
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(svg))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw images.')
  const { fontFamily } = getComputedStyle(document.body)
  const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name)
  const small = `12px ${fontFamily}`
  const swatch = 8
  const gap = 6
  context.font = small
  const places = layLegend(
    legend.map(({ label }) => swatch + gap + context.measureText(label).width),
    width - 2 * margin,
  )
  const lines = (places.at(-1)?.line ?? -1) + 1
  const top = heading + lines * legendLine
  // Its size resets all that was set above.
  canvas.width = width * 2
  canvas.height = (top + height) * 2
  context.fillStyle = color('--qd-panel')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.scale(2, 2)
  context.fillStyle = color('--qd-text')
  context.font = `500 13px ${fontFamily}`
  context.fillText(title, margin, 20, width - 2 * margin)
  context.font = small
  for (const [index, { x, line }] of places.entries()) {
    const entry = legend[index]
    if (!entry) continue
    const base = heading + line * legendLine + 10
    context.fillStyle = color(entry.color.slice('var('.length, -1))
    context.fillRect(margin + x, base - swatch, swatch, swatch)
    context.fillStyle = color('--qd-dim')
    context.fillText(entry.label, margin + x + swatch + gap, base, width - 2 * margin)
  }
  context.drawImage(image, 0, top, width, height)
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('This browser could not make the image.')
  return blob
}
