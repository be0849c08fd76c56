import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Every fault of accessibility on the page, or in this part of it, in words; an empty list when there is none. */
export async function faultsOf(page: Page, part?: string): Promise<string[]> {
  // Read in the page itself, which holds no frame of another site: else each look opens and fills a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (part) axe.include(part)
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** Waits until what changes its looks by degrees has done so. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const transitions = document.getAnimations().filter(each => each instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })

/** Fails for faults in light or in dark, beginning with what the page shows, and leaves it in the other. */
export async function expectNoFaults(page: Page, name = ''): Promise<void> {
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const [shown, other] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
  for (const colorScheme of [shown, other]) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    expect(await faultsOf(page), `${colorScheme} ${name}`).toEqual([])
  }
}

const wider = (element: HTMLElement) => element.scrollWidth - element.clientWidth

/** Fails for faults in light or in dark, and for a page, or this part of it, that is wider than a phone. */
export async function inspect(page: Page, part = page.locator('html')): Promise<void> {
  await expectNoFaults(page)
  await page.emulateMedia({ colorScheme: 'light' })
  const wide = page.viewportSize() ?? { width: 1440, height: 900 }
  await page.setViewportSize({ width: 400, height: 900 })
  for (const each of [page.locator('html'), part]) await expect.poll(() => each.evaluate(wider)).toBe(0)
  await page.setViewportSize(wide)
}
