import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Every fault of accessibility on the page, in words; an empty list when there is none. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
