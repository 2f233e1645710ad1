import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/**
 * What fades is half transparent, and judged as such: while the screen is looked at, whatever comes or goes is there
 * or gone at once, also what begins to go in the middle of it (a notification whose time is over).
 */
async function standingStill<T>(page: Page, look: () => Promise<T>) {
  const still = await page.evaluateHandle(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      '*, ::before, ::after { transition: none !important; animation-delay: 0s !important; animation-duration: 0s !important }',
    )
    document.adoptedStyleSheets.push(sheet)
    return sheet
  })
  const seen = await look()
  await still.evaluate((sheet) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
  })
  return seen
}

/** Whoever cannot see or cannot use a mouse gets through this screen, as far as a machine can tell. */
export async function axe(page: Page, screen: string) {
  const { violations } = await standingStill(page, () =>
    new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze(),
  )
  expect(violations.map(({ id, nodes }) => `${screen}: ${id} ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
}
