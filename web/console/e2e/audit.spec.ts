import { readFileSync } from 'node:fs'
import { axeFindings, expect, overflow, signIn, test, visit } from './site'

test('the auditor reads what changed, narrows it down and takes it out', async ({ page, isMobile }) => {
  await signIn(page, 'auditor')
  await visit(page, '/work')
  if (isMobile) await page.getByRole('button', { name: '菜单' }).click()
  await page.getByRole('link', { name: '审计日志' }).click()
  await expect(page).toHaveURL(/audit-entries\?by=account$/)
  await expect(page.locator('tbody tr, .cards li').first()).toBeVisible()
  await expect(page.locator('.list').getByText('通知：标为已读')).toHaveCount(0)
  await visit(page, '/audit-entries?noun=endpoints&act=endpoint%3Aaccept')
  await expect(page.getByText(/日志已链入 \d+ 条/)).toBeVisible()
  await page.getByRole('button', { name: '末端网点：予以备案' }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: '改动的内容' })).toBeVisible()
  await expect(dialog.getByRole('row', { name: /状态 .*已提交.*已备案/ })).toBeVisible()
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-/
  expect(await dialog.innerText()).not.toMatch(uuid)
  await dialog.getByText('技术细节').click()
  await expect(dialog.getByText('endpoint:accept')).toBeVisible()
  expect(await dialog.innerText()).toMatch(uuid)
  expect.soft(await axeFindings(page)).toEqual([])
  expect.soft(await overflow(page)).toBeLessThanOrEqual(0)
  if (process.env.AUDIT_SHOT) await page.screenshot({ path: `${process.env.AUDIT_SHOT}-dialog.png` })
  await page.keyboard.press('Escape')
  if (process.env.AUDIT_SHOT) await page.screenshot({ path: `${process.env.AUDIT_SHOT}-list.png` })
  for (const [name, first] of [
    ['导出 CSV', '\ufeff时间（北京时间）'],
    ['导出 Excel', 'PK'],
  ]) {
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toMatch(/^审计日志（截至\d{4}-\d\d-\d\d）\./)
    const file = await download.path()
    expect(readFileSync(file, 'utf8').startsWith(first!), name).toBe(true)
  }
  expect(await page.locator('.list').innerText()).not.toMatch(uuid)
  await visit(page, '/audit-entries?act=audit%3Aexport')
  await expect(page.locator('tbody tr, .cards li')).not.toHaveCount(0)
})
