import { expect, test as plain, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What Element Plus itself leaves open; nothing of ours belongs here. */
const left = ['aria-tooltip-name', 'scrollable-region-focusable', 'region', 'aria-dialog-name', 'td-has-header']

/** A page on which any breach of the content security policy, or any script error, fails the test. */
export const test = plain.extend<{ breaches: string[] }>({
  breaches: [
    async ({ page }, use) => {
      const breaches: string[] = []
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) breaches.push(message.text())
      })
      page.on('pageerror', (error) => breaches.push(error.message))
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
        })
      })
      await use(breaches)
      expect(breaches).toEqual([])
    },
    { auto: true },
  ],
})
export { expect }

/** Signs in by the form, as people do. */
export async function signIn(page: Page, name: string) {
  await page.goto('/console/')
  await page.getByLabel('账号').fill(name)
  await page.getByLabel('密码', { exact: true }).fill('demo-only-2026')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('heading', { name: '我的待办' })).toBeVisible()
}

/** Opens a page of the workbench and waits until it has stopped loading. */
export async function visit(page: Page, path: string) {
  await page.goto(`/console${path}`)
  await expect(page.locator('h1')).toBeVisible()
  await expect(page.getByText('正在载入…')).toHaveCount(0)
}

/** The accessibility rules that the page breaks, beyond those it may: the list above in the workbench, none in the portal. */
export async function axeFindings(page: Page, may: string[] = left): Promise<string[]> {
  // The protocol's own evaluation is not the page's: the content policy stays in force.
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('Runtime.evaluate', { expression: axe })
  await protocol.detach()
  return page.evaluate(async (allowed) => {
    const { axe: checker } = window as unknown as {
      axe: { run: (where: Document) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await checker.run(document)
    return violations
      .filter(({ id }) => !allowed.includes(id))
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  }, may)
}

/** How many pixels the page is wider than the window. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
