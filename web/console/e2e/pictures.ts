import type { Locator, Page } from '@playwright/test'
import { expect, signIn, visit } from './site'

/** One picture of the manual: whose account, which way there, and what of the page is shown. */
export interface Picture {
  name: string
  /** The demonstration's account; nobody for pages before sign-in. */
  as?: string
  /** Goes there and returns the part to show; the page's upper part when it returns none. */
  walk: (page: Page) => Promise<Locator | void>
  /** As a phone shows it, 390 pixels wide. */
  phone?: boolean
}

const to = (path: string) => async (page: Page) => {
  await visit(page, path)
  return page.locator('#main > *').first()
}
const part = (path: string, name: string) => async (page: Page) => {
  await visit(page, path)
  return page.locator(name).first()
}

/** A page with the menu beside it. */
const whole = (path: string) => async (page: Page) => visit(page, path)

/** The first record of a list. */
async function record(page: Page, list: string) {
  await visit(page, list)
  await page.locator('tbody a, .cards .title').first().click()
  await expect(page.getByRole('heading', { name: '基本情况' })).toBeVisible()
  return page.locator('#main > *').first()
}

/** The first record of a list that offers the act, with the act's dialog open. */
async function act(page: Page, list: string, title: string): Promise<Locator> {
  await visit(page, list)
  const addresses = await page.locator('tbody a, .cards .title').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  for (const address of addresses) {
    await visit(page, address.replace('/console', ''))
    const button = page.getByRole('button', { name: title, exact: true, disabled: false })
    await expect(page.getByRole('heading', { name: '可办事项' })).toBeVisible()
    if ((await button.count()) === 0 || !(await button.isEnabled())) continue
    await button.click()
    await expect(page.getByRole('dialog', { name: title })).toBeVisible()
    await page.waitForTimeout(400) // the dialog's own movement
    return page.locator('.el-dialog:visible')
  }
  throw new Error(`no record of ${list} offers ${title}`)
}
const doing = (list: string, title: string) => (page: Page) => act(page, list, title)

async function signInPage(page: Page) {
  await page.goto('/console/')
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible()
  return page.locator('.plate')
}
async function portal(page: Page, path: string) {
  await page.goto(path)
  await expect(page.locator('h1')).toBeVisible()
}
async function board(page: Page) {
  await visit(page, '/board')
  await expect(page.locator('.chart svg').first()).toBeVisible()
  await page.waitForTimeout(1200) // the chart's own movement
  return page.locator('#main > *').first()
}
async function texts(page: Page) {
  await visit(page, '/notification-templates')
  await page.getByRole('button', { name: /申诉转办/ }).or(page.getByRole('link', { name: /申诉转办/ })).first().click()
  await expect(page.getByText('采用新文本').first()).toBeVisible()
  return page.locator('#main > *').first()
}
async function quality(page: Page) {
  await visit(page, '/data-quality')
  await expect(page.locator('.picture svg')).toBeVisible()
  return page.locator('#main > *').first()
}
async function result(page: Page) {
  const dialog = await act(page, '/inspections?status=planned', '录入结果')
  await dialog.getByLabel('检查结果').press('Enter')
  await page.getByRole('option', { name: '发现问题已责令改正' }).click()
  await page.waitForTimeout(400)
  return dialog
}

/** Every picture in docs/手册/图. */
export const pictures: Picture[] = [
  { name: 'sign-in', walk: signInPage },
  { name: 'security', as: 'lead3', walk: part('/security', '.parts') },
  { name: 'inspector-work', as: 'inspector1', walk: whole('/work') },
  { name: 'inspector-endpoint', as: 'inspector1', walk: (page) => record(page, '/endpoints?status=submitted') },
  { name: 'inspector-map', as: 'inspector1', walk: part('/endpoint-map', '.parts') },
  { name: 'inspector-record', as: 'inspector4', walk: result },
  { name: 'complaints-work', as: 'complaints', walk: to('/work') },
  { name: 'complaints-record', as: 'complaints', walk: (page) => record(page, '/complaints?status=answered') },
  { name: 'complaints-close', as: 'complaints', walk: doing('/complaints?status=answered', '结案') },
  { name: 'legal-review', as: 'legal', walk: doing('/penalties?status=draft', '法制审核') },
  { name: 'legal-edition', as: 'legal', walk: (page) => record(page, '/editions') },
  { name: 'chief-board', as: 'chief', walk: board },
  { name: 'chief-decide', as: 'chief', walk: doing('/penalties?status=reviewed', '作出决定') },
  { name: 'supervisor-work', as: 'supervisor', walk: to('/work') },
  { name: 'supervisor-review', as: 'supervisor', walk: doing('/task-reports?status=submitted', '审核月报') },
  { name: 'lead-work', as: 'lead5', walk: to('/work') },
  { name: 'lead-report', as: 'lead1', walk: doing('/tasks', '报送月报') },
  { name: 'support-board', as: 'support1', walk: board, phone: true },
  { name: 'firm-work', as: 'firm2', walk: to('/work'), phone: true },
  { name: 'firm-endpoint', as: 'firm1', walk: to('/endpoints/new') },
  { name: 'firm-answer', as: 'firm1', walk: doing('/complaints?status=transferred', '答复'), phone: true },
  { name: 'association-new', as: 'association', walk: to('/association-entries/new') },
  { name: 'admin-users', as: 'admin', walk: to('/users') },
  { name: 'admin-jobs', as: 'admin', walk: to('/job-runs') },
  { name: 'admin-deliveries', as: 'admin', walk: to('/deliveries') },
  { name: 'admin-templates', as: 'admin', walk: texts },
  { name: 'admin-certificates', as: 'admin', walk: to('/certificates') },
  { name: 'admin-certificate', as: 'admin', walk: (page) => record(page, '/certificates') },
  { name: 'admin-unit', as: 'admin', walk: to('/units/yangjiao-zhen') },
  { name: 'admin-rename', as: 'admin', walk: doing('/units?q=镇', '更名') },
  { name: 'admin-settings', as: 'admin', walk: to('/settings') },
  { name: 'chief-quality', as: 'chief', walk: quality },
  { name: 'tokens', as: 'inspector1', walk: to('/tokens') },
  { name: 'deadlines', as: 'legal', walk: to('/deadlines') },
  { name: 'calendar', as: 'legal', walk: to('/calendar/2026') },
  { name: 'roles', as: 'auditor', walk: to('/roles') },
  { name: 'security-request', as: 'security', walk: (page) => record(page, '/account-requests?status=open') },
  { name: 'auditor-audit', as: 'auditor', walk: to('/audit-entries?by=account') },
  { name: 'public-home', walk: (page) => portal(page, '/') },
  { name: 'public-complaint', walk: (page) => portal(page, '/complaints/new'), phone: true },
  { name: 'public-list', walk: (page) => portal(page, '/lists/red'), phone: true },
]

/** What would show a person, an address or a secret, and is covered. */
export const covered = ['.signins', '.secret', '.device', 'tr:has-text("数据文件夹") td:first-of-type']

/** The most pixels that a picture is high: what is below shows nothing new. */
const highest = 720

/** Takes the picture. */
export async function take(page: Page, { walk, phone, as }: Picture): Promise<Buffer> {
  await page.setViewportSize(phone ? { width: 390, height: 844 } : { width: 1280, height: 800 })
  if (as) await signIn(page, as)
  const shown = await walk(page)
  await page.evaluate(() => document.fonts.ready)
  const options = { animations: 'disabled', caret: 'hide', scale: 'css', maskColor: '#e5e5e5', mask: covered.map((name) => page.locator(name)) } as const
  if (!shown) return page.screenshot(options)
  const box = (await shown.boundingBox())!
  const margin = (await shown.getAttribute('class'))?.includes('el-dialog') ? 0 : 8
  const clip = { x: Math.max(0, box.x - margin), y: Math.max(0, box.y - margin), width: box.width + 2 * margin, height: Math.min(box.height + 2 * margin, highest) }
  return page.screenshot({ ...options, clip, fullPage: true })
}
