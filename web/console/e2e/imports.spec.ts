import { Buffer } from 'node:buffer'
import { axeFindings, expect, overflow, signIn, test, visit } from './site'

const heads = '统一社会信用代码,企业名称,品牌,所在区划,地址,法定代表人,服务电话,状态\r\n'
const csv = (...rows: string[]) => ({ name: '企业.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${heads}${rows.join('\r\n')}\r\n`) })

test('an inspector imports an enterprise: wrong cells are named, a doubt is confirmed by name, the rest goes in', async ({ page, isMobile }) => {
  const shots = process.env.YIJIAN_E2E_SHOTS
  const shoot = async (name: string) => shots && (await page.screenshot({ path: `${shots}/${name}-${isMobile ? 390 : 1280}.png`, fullPage: true }))
  const code = `91500156MB00000${isMobile ? '1' : '2'}XX` // of which the check digit is wrong
  const good = `${code},演示导入快递有限公司,顺达,凤山街道,演示路1号,,023-77700000,`
  await signIn(page, 'inspector1')
  await visit(page, '/imports')
  expect(await axeFindings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  await shoot('imports')

  const template = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载模板' }).click()
  expect((await template).suggestedFilename()).toBe('登记簿导入模板.xlsx')

  const file = page.getByLabel('上传填好的文件')
  await file.setInputFiles({ name: '网点.doc', mimeType: 'application/msword', buffer: Buffer.from('没有表头') })
  await expect(page.getByRole('alert')).toContainText('表头')

  await file.setInputFiles(csv(good, '91500156MB0000003X,名,,没有的乡,演示路2号,,,'))
  await expect(page.getByText('有错误', { exact: true }).first()).toBeVisible({ timeout: 20_000 })
  const wrong = page.getByRole('region', { name: '错误清单' })
  await expect(wrong).toContainText('企业 D3')
  await expect(wrong).toContainText('只能填：')
  expect(await axeFindings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  await shoot('import-faulty')
  const marked = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载标出错误的副本' }).click()
  expect((await marked).suggestedFilename()).toMatch(/^DR\d{8}-\d{3}（标出错误）\.xlsx$/)
  await page.getByRole('button', { name: '放弃导入' }).click()
  await page.getByRole('button', { name: '确定放弃导入' }).click()
  await expect(page.getByText('已放弃', { exact: true })).toBeVisible()

  await visit(page, '/imports')
  await page.getByLabel('上传填好的文件').setInputFiles(csv(good))
  const doubts = page.getByRole('region', { name: '需要确认的提醒' })
  await expect(doubts).toContainText('校验位不符', { timeout: 20_000 })
  await shoot('import-doubts')
  await doubts.getByRole('button', { name: /确认这一处/ }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('已与营业执照原件核对一致')
  await page.getByRole('dialog').getByRole('button', { name: '确认', exact: true }).click()
  await expect(doubts).toContainText('确认：已与营业执照原件核对一致')
  await expect(page.getByText(/须由另一名人员复核后入库/)).toBeVisible()
  const place = page.url()
  await page.context().clearCookies()
  await signIn(page, 'inspector2')
  await page.goto(place)
  await page.getByRole('button', { name: '入库', exact: true }).click()
  await page.getByRole('button', { name: '确定入库' }).click()
  await expect(page.getByText('企业新增 1、修改 0')).toBeVisible({ timeout: 20_000 })
  expect(await axeFindings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  await shoot('import-done')
})
