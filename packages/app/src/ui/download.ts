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

const heading = 32

/** Draws an SVG on the page into a PNG of twice its size, on the page's background and under a title. */
export async function svgToPng(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect()
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(svg))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = (height + heading) * 2
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw images.')
  const { fontFamily } = getComputedStyle(document.body)
  const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name)
  context.fillStyle = color('--qd-panel')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.scale(2, 2)
  context.fillStyle = color('--qd-text')
  context.font = `500 13px ${fontFamily}`
  context.fillText(title, 12, 20, width - 24)
  context.drawImage(image, 0, heading, width, height)
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('This browser could not make the image.')
  return blob
}
