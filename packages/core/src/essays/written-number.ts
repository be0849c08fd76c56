/** Spaces and apostrophes that some write between thousands. */
const gaps = /(?<=\d)[\s'’](?=\d{3})/g

/**
 * A number as people write it, as JavaScript reads it: `1,234.50`, `1.234,50`, `1 234,5` or `12,50`; null when it is none.
 * What could be both, `1,234`, is a thousand for a `count`, and a fraction for a `measure`, which hardly has thousands.
 */
export function writtenNumber(text: string, kind: 'count' | 'measure'): string | null {
  const [, sign = '', said = ''] = /^([+-]?)(.*)$/s.exec(text.trim().replace(gaps, '')) ?? []
  const digits = () => {
    if (/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(said)) return said
    if (kind === 'measure' && /^\d+,\d+$/.test(said)) return said.replace(',', '.')
    if (/^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(said)) return said.replaceAll(',', '')
    if (/^[1-9]\d{0,2}(\.\d{3})+,\d+$/.test(said) || /^[1-9]\d{0,2}(\.\d{3}){2,}$/.test(said))
      return said.replaceAll('.', '').replace(',', '.')
    return /^\d+,\d+$/.test(said) ? said.replace(',', '.') : null
  }
  const found = digits()
  return found === null ? null : sign.replace('+', '') + found
}
