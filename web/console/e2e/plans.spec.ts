import { join } from 'node:path'
import { check, choose, expect, hand, press, signIn, test, visit } from './site'

// The workbook has one error: the second task's lead is written wrongly.
test('a plan is filled in in the template, mended on its page, issued by another person and signed for', async ({ page }) => {
  const dialog = page.getByRole('dialog')
  await signIn(page, 'supervisor')
  await visit(page, '/plan-drafts')
  const [template] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载模板' }).click()])
  expect(template.suggestedFilename()).toBe('工作方案模板.xlsx')
  await page.locator('input[type=file]').first().setInputFiles(join(import.meta.dirname, 'files/plan.xlsx'))
  const tasks = page.getByRole('region', { name: /^任务（2 项）/ })
  await expect(tasks).toContainText('任务分解 E3')
  await expect(tasks).toContainText('是不是“区交通局”')
  await check(page, 'plan-draft')

  await tasks.getByRole('button', { name: /^任务分解 E3/ }).click()
  await choose(page, '牵头单位', '区交通局')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  await expect(tasks).toContainText('没有必须改的')
  const at = new URL(page.url()).pathname.replace('/console', '')
  await press(page, '提交印发')
  await dialog.getByRole('button', { name: /^确定/ }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('拟订过这份方案的人不能印发').first()).toBeAttached()

  await hand(page, 'chief', at)
  await press(page, '印发交办')
  await dialog.getByRole('button', { name: /^确定/ }).click()
  await expect(dialog).toBeHidden()
  await visit(page, '/plans')
  await page.getByRole('link', { name: '演示寄递物流提升方案' }).click()
  await expect(page.getByText('实施中').first()).toBeVisible()
  await check(page, 'plan')

  await hand(page, 'lead3', '/tasks?q=共配中心')
  await page.getByRole('link', { name: '演示：建设共配中心' }).first().click()
  await press(page, '签收任务')
  await dialog.getByRole('button', { name: /^确定/ }).click()
  await expect(dialog).toBeHidden()
})
