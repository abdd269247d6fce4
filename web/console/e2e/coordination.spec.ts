import { Buffer } from 'node:buffer'
import { axeFindings, control, expect, hand, overflow, photograph, press, signIn, test, visit } from './site'

// The made-up plan's fourth task is led by lead3; support1 is of a street that supports others.
test('a lead asks a unit, which finds it among its work and answers with a file, and the lead confirms; a mention arrives', async ({ page }) => {
  const dialog = page.getByRole('dialog')
  const confirm = async () => {
    await dialog.getByRole('button', { name: /^确定/ }).click()
    await expect(dialog).toBeHidden()
  }
  const matter = `演示：协助腾退场地 ${test.info().project.name}`
  await signIn(page, 'lead3')
  await visit(page, '/board')
  await page.getByRole('link', { name: /^4\. / }).last().click()
  const discussion = page.getByRole('region', { name: '讨论' })
  await expect(discussion.locator('.thread')).toContainText('这条发言已由本人撤回')
  const at = new URL(page.url()).pathname.replace('/console', '')

  await press(page, '提请协调')
  await control(page, '请求的单位').fill('凤山街道')
  await page.getByRole('option', { name: /凤山街道/ }).first().click()
  await dialog.getByLabel(/^请求事项/).fill(matter)
  await dialog.getByLabel(/^具体请求/).fill('演示：请协助腾退江口转运站旁的空地，月底前交付。')
  await control(page, '希望办成日期').fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10))
  await page.keyboard.press('Enter')
  await confirm()
  await expect(page.getByText(matter).first()).toBeVisible()

  await discussion.getByLabel('发言').fill('')
  await discussion.getByLabel('发言').pressSequentially('请 @督导')
  await expect(discussion.getByRole('option').first()).toContainText('督导')
  await page.keyboard.press('Enter')
  await page.keyboard.type('协调一下场地。')
  await discussion.getByRole('button', { name: '发出' }).click()
  await expect(discussion.locator('.thread > li').last()).toContainText('协调一下场地。')
  await expect(discussion.locator('.thread > li').last().locator('mark')).toContainText('督导')
  expect(await axeFindings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)

  await hand(page, 'support1', '/work')
  await page.getByRole('link', { name: new RegExp(`回复协调事项：.*${matter}`) }).click()
  await expect(page.getByText('本单位没有参与这项任务').or(page.getByRole('region', { name: '所属任务' })).first()).toBeVisible()
  const request = new URL(page.url()).pathname.replace('/console', '')
  await page.getByRole('region', { name: '附件' }).getByLabel('选择文件').setInputFiles({ name: '场地照片.JPG', mimeType: 'image/jpeg', buffer: Buffer.from(await photograph(page)) })
  await expect(page.getByRole('link', { name: '场地照片.jpg', exact: true })).toBeVisible()
  await press(page, '回复协调事项')
  await dialog.getByText('可以办理', { exact: true }).click()
  await dialog.getByLabel(/^回复内容/).fill('演示：已腾退，照片见附件。')
  await confirm()
  await expect(page.getByText('已回复').first()).toBeVisible()

  await hand(page, 'lead3', request)
  await expect(page.getByRole('link', { name: '场地照片.jpg', exact: true })).toBeVisible()
  await press(page, '确认协调结果')
  await dialog.getByText('已经解决', { exact: true }).click()
  await confirm()
  await expect(page.getByText('已办结').first()).toBeVisible()

  await hand(page, 'supervisor', '/notifications')
  await expect(page.getByText(/讨论中提到您：/).first()).toBeVisible()
  await visit(page, at)
  await expect(page.getByRole('region', { name: '讨论' })).toContainText('协调一下场地。')
})
