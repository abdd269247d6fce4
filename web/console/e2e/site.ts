import { expect, test as plain, type BrowserContext, type Cookie, type Locator, type Page } from '@playwright/test'
import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What Element Plus itself leaves open; nothing of ours belongs here. */
const left = ['aria-tooltip-name', 'scrollable-region-focusable', 'region', 'aria-dialog-name', 'td-has-header']

/** A page on which any breach of the content security policy, or any script error, fails the test. */
export const test = plain.extend<{ breaches: string[] }, { visitor: BrowserContext }>({
  // One browser that has been here before, as people's have, and keeps the files; what it knew of the test before is cleared.
  visitor: [
    async ({ browser }, use, { project }) => {
      const { baseURL, viewport, hasTouch, isMobile, locale, timezoneId, contextOptions } = project.use
      const visitor = await browser.newContext({ baseURL, viewport, hasTouch, isMobile, locale, timezoneId, ...contextOptions })
      await use(visitor)
      await visitor.close()
    },
    { scope: 'worker' },
  ],
  context: async ({ visitor, baseURL }, use) => {
    await use(visitor)
    const protocol = await visitor.newCDPSession(await visitor.newPage())
    await protocol.send('Storage.clearDataForOrigin', { origin: baseURL!, storageTypes: 'all' })
    await visitor.clearCookies()
    await visitor.clearPermissions()
    await Promise.all(visitor.pages().map((page) => page.close()))
  },
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

/** The six digits that a device shows for the secret (RFC 6238). */
export function codeOf(secret: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const sum = createHmac('sha1', key).update(step).digest()
  const number = sum.readUInt32BE(sum[19]! & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

const step = () => Math.floor(Date.now() / 30_000)

/** A code of the demonstration's security account, each time of a later step: none is taken twice. */
async function securityCode(): Promise<string> {
  const data = join(process.env.YIJIAN_E2E_DATA!, test.info().project.name)
  const secret = /security 登录另需动态口令，密钥：(\S+)/.exec(readFileSync(`${data}/server.out`, 'utf8'))![1]!
  const used = `${data}/last-step` // a file, because a failed test's successors run in a new process
  const last = existsSync(used) ? Number(readFileSync(used, 'utf8')) : 0
  while (step() <= last) await new Promise((done) => setTimeout(done, 500))
  writeFileSync(used, String(step()))
  return codeOf(secret)
}

/** The sessions of accounts that signed in by the form in this worker. */
const sessions = new Map<string, Cookie[]>()

/** Goes on with the account's session, without opening a page, or signs in by the form, as people do. */
export async function signIn(page: Page, name: string) {
  const kept = sessions.get(name)
  if (kept) {
    await page.context().addCookies(kept)
    const session = (await (await page.request.get('/api/v1/session')).json()) as { user: { name: string } | null }
    if (session.user?.name === name) return
  }
  await page.goto('/console/')
  await page.getByLabel('账号').fill(name)
  await page.getByLabel('密码', { exact: true }).fill('demo-only-2026')
  if (name === 'security') await page.getByLabel('动态口令').fill(await securityCode())
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: '我的待办' })).toBeVisible()
  sessions.set(name, await page.context().cookies())
}

/** Opens a page of the workbench and waits until it has stopped loading. */
export async function visit(page: Page, path: string) {
  await page.goto(`/console${path}`)
  await expect(page.locator('h1')).toBeVisible()
  await expect(page.getByText('正在载入…')).toHaveCount(0)
}

/** Goes from one page of the workbench to another with another path, as its links do, without loading it anew. */
export async function goOn(page: Page, path: string) {
  await page.evaluate((to) => {
    document.querySelector('h1')!.setAttribute('data-left', '')
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, `/console${path}`)
  await expect(page.locator('h1:not([data-left])')).toBeVisible()
  await expect(page.getByText('正在载入…')).toHaveCount(0)
}

/** The accessibility rules that the page breaks, beyond those it may: the list above in the workbench, none in the portal. */
export async function axeFindings(page: Page, may: string[] = left): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    // The protocol's own evaluation is not the page's: the content policy stays in force.
    const protocol = await page.context().newCDPSession(page)
    await protocol.send('Runtime.evaluate', { expression: axe })
    await protocol.detach()
  }
  return page.evaluate(async (allowed) => {
    const { axe: checker } = window as unknown as {
      axe: { run: (where: Document, how: { resultTypes: string[]; rules: Record<string, { enabled: boolean }> }) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    // A page in movement has colours and dialogs that nobody is meant to read.
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    const longest = new Promise((resolve) => setTimeout(resolve, 2_000)) // one that stands still never ends
    await Promise.race([Promise.allSettled(ending.map((one) => one.finished)), longest])
    const rules = Object.fromEntries(allowed.map((id) => [id, { enabled: false }]))
    const { violations } = await checker.run(document, { resultTypes: ['violations'], rules })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  }, may)
}

/** How many pixels the page is wider than the window. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Holds a page to what every page is held to, and pictures it where SHOT names the beginning of a file. */
export async function check(page: Page, name: string) {
  expect.soft(await axeFindings(page), name).toEqual([])
  expect.soft(await overflow(page), name).toBeLessThanOrEqual(0)
  const at = process.env.SHOT
  if (at) await page.screenshot({ path: `${at}-${name}-${page.viewportSize()!.width}.png`, fullPage: true })
}

/** A photograph as a page makes it. */
export async function photograph(page: Page): Promise<Buffer> {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 800
    canvas.height = 600
    const pen = canvas.getContext('2d')!
    pen.fillStyle = '#0b6b43'
    pen.fillRect(0, 0, 800, 600)
    pen.fillStyle = '#fff'
    pen.fillRect(300, 200, 200, 200)
    return canvas.toDataURL('image/jpeg')
  })
  return Buffer.from(drawn.slice(drawn.indexOf(',') + 1), 'base64')
}

/** A control of the form, whatever its label says of it besides. */
export const control = (page: Page, label: string) => page.getByLabel(new RegExp(`^${label}`))

export async function choose(page: Page, label: string, ...options: (string | RegExp)[]) {
  await control(page, label).click({ force: true }) // its text lies over it
  for (const name of options) await page.getByRole('option', { name, exact: true }).click()
  await page.keyboard.press('Tab')
}

/** Opens a box of choices by keyboard: on a busy machine a dialog that is still coming in may swallow the key. */
export async function unfold(box: Locator, option: Locator) {
  await expect(async () => {
    await box.press('Enter') // the chosen word lies over the box
    await expect(option).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 30_000 })
}

/** Somebody else takes over at the record. */
export async function hand(page: Page, to: string, at: string) {
  await page.context().clearCookies()
  await signIn(page, to)
  await visit(page, at)
}

export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
