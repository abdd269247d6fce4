import { axeFindings, expect, overflow, signIn, test, visit } from './site'
import type { Page } from '@playwright/test'

/** Holds a page to what every page is held to. */
async function check(page: Page, name: string) {
  expect.soft(await axeFindings(page), name).toEqual([])
  expect.soft(await overflow(page), name).toBeLessThanOrEqual(0)
  const at = process.env.ADMIN_SHOT
  if (at) await page.screenshot({ path: `${at}-${name}-${page.viewportSize()!.width}.png`, fullPage: true })
}

test('a deadline is proposed by one and adopted by another', async ({ page, isMobile }) => {
  await signIn(page, 'legal')
  await visit(page, '/deadlines')
  await check(page, 'deadlines')
  await page.getByRole('link', { name: '提出修改：企业答复转办的申诉' }).click()
  await expect(page.getByRole('heading', { name: '提出修改期限' })).toBeVisible()
  await page.getByLabel('数值').fill('500')
  await page.getByLabel('第几日预警').fill('')
  await page.getByLabel('自哪天起适用').fill(isMobile ? '2028-03-01' : '2028-02-01')
  await page.keyboard.press('Enter')
  await page.getByLabel('修改理由').fill('演示修订')
  await page.getByRole('button', { name: '提出', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('数值应在 1 至 366 之间')
  await page.getByLabel('数值').fill(isMobile ? '11' : '12')
  await check(page, 'rule-form')
  await page.getByRole('button', { name: '提出', exact: true }).click()
  await expect(page.getByRole('heading', { name: '改动对照' })).toBeVisible()
  await expect(page.getByText('批准后，进行中的期限都不变。')).toBeVisible()
  await check(page, 'rule-text')
  const path = new URL(page.url()).pathname.replace('/console', '')
  await page.context().clearCookies()
  await signIn(page, 'chief')
  await visit(page, path)
  await page.getByRole('button', { name: '批准采用' }).click()
  await page.getByRole('button', { name: '确定批准采用' }).click()
  await expect(page.getByText('已采用').first()).toBeVisible()
  await visit(page, '/deadlines')
  await expect(page.getByText(isMobile ? '11 日，2028-03-01 起' : '12 日，2028-02-01 起').first()).toBeVisible()
})

test('the calendar is a picture', async ({ page }) => {
  await signIn(page, 'legal')
  await visit(page, '/calendar/2026')
  await expect(page.getByText('放假 33 天，调休上班 6 天。')).toBeVisible()
  await expect(page.getByRole('table')).toHaveCount(12)
  await check(page, 'calendar')
  await page.getByRole('button', { name: /更改 2026 年安排|载入/ }).first().click()
  await expect(page.getByRole('heading', { name: '提出节假日安排' })).toBeVisible()
  await check(page, 'calendar-form')
})

test('the roles can be read across, or one at a time', async ({ page, isMobile }) => {
  await signIn(page, 'auditor')
  await visit(page, '/roles')
  const table = page.getByRole('table')
  await expect(table.getByRole('columnheader')).toHaveCount(isMobile ? 2 : 15)
  await check(page, 'roles')
  await page.getByLabel('角色', { exact: true }).selectOption('firm')
  await expect(table.getByRole('columnheader')).toHaveCount(2)
  await expect(table.getByText('本企业').first()).toBeVisible()
  await expect(table.getByText('审计日志')).toHaveCount(0)
})

test('a unit is renamed and found by its old name', async ({ page, isMobile }) => {
  // Both projects share a site, and each renames a unit of its own.
  const [unit, former, name] = isMobile
    ? ['qu-chengguanju', '区城管局', '演示更名城市管理局']
    : ['qu-jiaotongju', '区交通局', '演示更名交通运输局']
  await signIn(page, 'admin')
  await visit(page, `/units/${unit}`)
  await page.getByRole('button', { name: '更名' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/涉及“[^”]+”的有：未办结任务 [1-9]\d* 项、在用账号 \d+ 个/)).toBeVisible()
  await dialog.getByLabel('单位名称').fill(name)
  await dialog.getByLabel('自哪天起用新名').fill('2026-06-01')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('理由').fill('演示机构改革')
  expect.soft(await overflow(page)).toBeLessThanOrEqual(0)
  await dialog.getByRole('button', { name: '确定更名' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(page.getByText('至 2026-05-31').first()).toBeVisible()
  await visit(page, `/units?q=${encodeURIComponent(former)}`)
  await expect(page.getByRole('link', { name })).toBeVisible()
})

test('a unit shows where it came from', async ({ page }) => {
  await signIn(page, 'admin')
  await visit(page, '/units/yangjiao-zhen')
  await expect(page.getByRole('heading', { name: '沿革' })).toBeVisible()
  await check(page, 'unit')
})

test('certificates and job runs are lists with a page for each', async ({ page }) => {
  await signIn(page, 'admin')
  await visit(page, '/certificates')
  await expect(page.getByText('60 日内到期').first()).toBeVisible()
  await check(page, 'certificates')
  await page.getByRole('link', { name: '演示执法六' }).click()
  await expect(page.getByRole('button', { name: '发证或换证' })).toBeVisible()
  await expect(page.getByText('暂扣：演示：接受调查')).toBeVisible()
  await expect(page.getByText(/发还：演示：查无问题/)).toBeVisible()
  await check(page, 'certificate')
  await visit(page, '/certificates')
  await page.getByRole('link', { name: '演示执法二' }).click()
  await expect(page.getByText('渝演示10002').first()).toBeVisible()
  await expect(page.getByText('渝演示00002').first()).toBeVisible()
  await visit(page, '/job-runs')
  await check(page, 'job-runs')
})

test('the settings that run can be read, without secrets', async ({ page }) => {
  await signIn(page, 'auditor')
  await visit(page, '/settings')
  await expect(page.getByText('《运行手册》docs/operating.md')).toBeVisible()
  const demo = page.getByRole('row', { name: '演示 是 命令行', exact: true })
  await demo.getByText('以演示数据运行，不得用于正式环境').click()
  await expect(demo.getByText('修改处：命令行 --demo、环境变量 YIJIAN_DEMO')).toBeVisible()
  await expect(page.getByRole('row', { name: /^演示密码 已设置/ })).toBeVisible()
  await check(page, 'settings')
})
