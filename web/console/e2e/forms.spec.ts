import { Buffer } from 'node:buffer'
import { check, expect, press, signIn, test, visit } from './site'

// lead3 has a form that came back with a row of every kind, which one of the two browsers confirms.
test('a form is downloaded and uploaded, shown cell by cell, and handed in once it is confirmed', async ({ page, isMobile }) => {
  const lines = page.getByRole('region', { name: '逐格比对' })
  await signIn(page, 'lead3')
  await visit(page, '/task-form-returns')
  await check(page, 'form-returns')
  if (!isMobile) {
    await page.getByRole('row').filter({ hasText: '待确认' }).getByRole('link').first().click()
    await expect(lines).toContainText('演示：雨季影响施工进度。')
    await expect(lines).toContainText('这一格不能改')
    await expect(lines).toContainText('应为 0 至 100 的整数')
    await expect(lines).toContainText('月报改动过')
    await check(page, 'form-return')
    await press(page, '确认报送 1 项')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^确定/ }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('报送1项，1行已过期没有报送', { exact: false }).first()).toBeVisible()
  }

  await visit(page, '/task-forms')
  await check(page, 'forms')
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载填报表' }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(/任务填报表\.xlsx$/)
  await expect(page.getByRole('heading', { name: '下载和上传' })).toBeVisible()
  await check(page, 'form')
  await page.getByLabel('上传填报表').setInputFiles(await file.path())
  await expect(lines).toContainText('未改动', { timeout: 20_000 })
  if (!isMobile) await expect(page.getByText('没有可以报送的改动')).toBeVisible() // a phone shows it once the act is looked for
  await visit(page, '/task-forms')
  await page.getByLabel('上传填报表').setInputFiles({ name: '别的.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('不是工作簿') })
  await expect(page.getByRole('alert')).toContainText('文件没有收下')
})
