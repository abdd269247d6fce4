import { Buffer } from 'node:buffer'
import { axeFindings, expect, overflow, photograph, signIn, test, visit } from './site'

test('an inspector attaches a photograph, sees it, and removes it with the reason', async ({ page, isMobile }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/endpoints?status=submitted')
  await page.locator(isMobile ? '.cards .title' : 'tbody a').last().click()
  const part = page.getByRole('region', { name: '附件' })
  await expect(part.getByText('还没有附件。')).toBeVisible()

  await part.getByLabel('选择文件').setInputFiles({ name: '网点.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
  await expect(part.getByRole('alert')).toContainText('网点.svg 没有传上：只接受照片')
  await part.getByRole('button', { name: '放弃' }).click()

  await part.getByLabel('说明').fill('网点门头')
  await part.getByLabel('选择文件').setInputFiles({ name: '门头照片.JPG', mimeType: 'image/jpeg', buffer: await photograph(page) })
  const picture = part.getByRole('img', { name: '网点门头' })
  await expect(picture).toBeVisible()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320)
  await expect(page.locator('.history')).toContainText('添加附件')
  expect(await axeFindings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  if (process.env.YIJIAN_E2E_SHOTS) await part.screenshot({ path: `${process.env.YIJIAN_E2E_SHOTS}/attachments-${isMobile ? 390 : 1280}.png` })

  const download = page.waitForEvent('download')
  await part.getByRole('link', { name: '门头照片.jpg', exact: true }).click()
  expect((await download).suggestedFilename()).toBe('门头照片.jpg')

  await part.getByRole('button', { name: /移除.*门头照片/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('移除的理由').fill('照片拍错了网点')
  await dialog.getByRole('button', { name: '确定移除' }).click()
  await expect(part.getByText('还没有附件。')).toBeVisible()
  await expect(page.locator('.history')).toContainText('照片拍错了网点')
})
