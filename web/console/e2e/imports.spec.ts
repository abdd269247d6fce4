import { Buffer } from 'node:buffer'
import { axeFindings, expect, overflow, signIn, test, visit } from './site'

const heads = '统一社会信用代码,企业名称,品牌,所在区划,地址,法定代表人,服务电话,状态\r\n'
const csv = (...rows: string[]) => ({ name: '企业.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${heads}${rows.join('\r\n')}\r\n`) })

/** A text file with the byte order mark that spreadsheets write. */
const past = (name: string, ...rows: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${rows.join('\r\n')}\r\n`) })

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
  await expect(page.locator('.el-message-box')).toHaveCSS('background-color', 'rgb(255, 255, 255)') // its styles come on request only
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

  await visit(page, '/imports')
  await page.getByText('历史数据（上线切换）', { exact: true }).first().click()
  await expect(page.getByText('不起算期限、不发通知、不公示、不进待办')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  await shoot('imports-history')
  const pastTemplate = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载模板' }).click()
  expect((await pastTemplate).suggestedFilename()).toBe('历史数据导入模板.xlsx')
  await page.getByLabel('上传填好的文件').setInputFiles(past('申诉.csv', '申诉编号,被申诉企业,接收日期,结案日期,联系电话', `S-1,${code},2026-01-05,2026-01-06,无`))
  await expect(page.getByRole('alert')).toContainText('“联系电话”列像是个人信息')
  const number = `演示检${isMobile ? 1 : 2}号`
  const columns = '检查编号,被检查企业,末端网点,检查日期,检查类别,随机抽取,检查依据,执法人员,检查项数,检查结果,问题事项,严重程度,问题,问题依据,认定日期,整改期限,整改完成日'
  await page.getByLabel('上传填好的文件').setInputFiles(past('检查.csv', columns, `${number},${code},,${daysAgo(760)},日常检查,是,,演示甲、演示乙,10,发现问题已责令改正,服务公示,轻微,演示：未公示服务项目,,,,${daysAgo(750)}`))
  await expect(doubts).toContainText('早于近 24 个月', { timeout: 20_000 })
  await doubts.getByRole('button', { name: /全部确认/ }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('已与检查档案核对一致')
  await page.getByRole('dialog').getByRole('button', { name: '确认', exact: true }).click()
  await expect(page.getByText(/须由另一名人员复核后入库/)).toBeVisible()
  const pastPlace = page.url()
  await page.context().clearCookies()
  await signIn(page, 'inspector1')
  await page.goto(pastPlace)
  await page.getByRole('button', { name: '入库', exact: true }).click()
  await page.getByRole('button', { name: '确定入库' }).click()
  await expect(page.getByText('检查新增 1、修改 0')).toBeVisible({ timeout: 20_000 })
  const brought = (await page.getByRole('heading', { level: 1 }).innerText()).replace('导入 ', '')
  await visit(page, '/inspections?q=演示导入快递')
  await page.getByRole('link', { name: '演示导入快递有限公司' }).first().click()
  await expect(page.locator('#main')).toContainText('历史导入')
  await expect(page.locator('#main')).toContainText(brought)
  await expect(page.locator('#main')).toContainText('演示甲、演示乙')
  expect(await overflow(page)).toBe(0)
  await shoot('inspection-history')
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
