import { check, expect, photograph, signIn, test, visit } from './site'
import type { Page } from '@playwright/test'

/** A control of the form, whatever its label says of it besides. */
const control = (page: Page, label: string) => page.getByLabel(new RegExp(`^${label}`))

async function choose(page: Page, label: string, ...options: string[]) {
  await control(page, label).click({ force: true }) // its text lies over it
  for (const name of options) await page.getByRole('option', { name, exact: true }).click()
  await page.keyboard.press('Tab')
}

/** Somebody else takes over at the record. */
async function hand(page: Page, to: string, at: string) {
  await page.context().clearCookies()
  await signIn(page, to)
  await visit(page, at)
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

test('a firm files an end point, corrects it as it was asked to, and hangs up a receipt that anybody can check', async ({ page }) => {
  const name = '演示端到端备案网点'
  const day = new Date(Date.now() + 8 * 3_600_000 - 3 * 86_400_000).toISOString().slice(0, 10)
  await signIn(page, 'firm1')
  await visit(page, '/endpoints/new')
  await control(page, '网点名称').fill(name)
  await choose(page, '网点类型', '自营')
  await choose(page, '品牌', '中国邮政')
  await choose(page, '业务种类', '收寄', '投递')
  await choose(page, '经营范围', '省内快递')
  await control(page, '开办日期').fill(day)
  await page.keyboard.press('Tab')
  await choose(page, '街道乡镇', '火炉镇')
  await control(page, '地址').fill('演示新街9号')
  await control(page, '负责人姓名').fill('演示赵某')
  await control(page, '负责人身份证号').fill('11010519491231002X')
  await control(page, '负责人电话').fill('13800001009')
  await control(page, '服务电话').fill('023-77720009')
  await check(page, 'filing-form')
  await press(page, '保存草稿')
  await expect(page.getByText('草稿已保存，尚未提交')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByText('11010519491231002X')).toHaveCount(0)
  const at = new URL(page.url()).pathname.replace('/console', '')

  const materials = page.getByRole('region', { name: '附件' })
  for (const what of ['营业执照', '负责人身份证明', '场所图片']) {
    await expect(materials.getByRole('radio', { name: what })).toBeChecked()
    await materials.getByLabel('选择文件').setInputFiles({ name: `${what}.jpg`, mimeType: 'image/jpeg', buffer: await photograph(page) })
    await expect(materials.getByRole('img', { name: what })).toBeVisible()
  }
  const dialog = page.getByRole('dialog')
  await press(page, '提交备案')
  await dialog.getByRole('button', { name: /^确定/ }).click()
  await expect(page.getByText('备案已提交')).toBeVisible()

  await hand(page, 'inspector1', at)
  await press(page, '一次性告知补正')
  await dialog.getByLabel('需要补正的全部内容').fill('请补写监控摄像头的个数。')
  await dialog.getByRole('button', { name: /^确定/ }).click()
  await expect(dialog).toBeHidden()

  await hand(page, 'firm1', at)
  await expect(page.getByText('须补正的内容')).toBeVisible()
  await expect(page.getByText('请补写监控摄像头的个数。').first()).toBeVisible()
  await check(page, 'filing-correction')
  await press(page, '修改备案信息')
  await control(page, '监控摄像头').fill('3')
  await press(page, '保存')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await press(page, '提交备案')
  await dialog.getByRole('button', { name: /^确定/ }).click()
  await expect(page.getByText('备案已提交')).toBeVisible()

  await hand(page, 'inspector1', at)
  await press(page, '予以备案')
  await dialog.getByLabel('仍予以备案的理由').fill('演示：品牌协议的原件已核对') // no agreement of the brand is registered
  await dialog.getByRole('button', { name: /^确定/ }).click()
  await expect(page.getByText('已予以备案')).toBeVisible()

  await hand(page, 'firm1', at)
  const receipt = page.getByRole('link', { name: '备案回执' })
  const address = (await receipt.getAttribute('href'))!
  await page.context().clearCookies()
  await page.goto(address)
  await expect(page.locator('.standing')).toContainText('今天核验有效')
  await expect(page.locator('.receipt')).toContainText(name)
  await expect(page.getByRole('img', { name: '本回执核验地址的二维码' })).toBeVisible()
  for (const kept of ['赵某', '13800001009', '11010519491231002X']) await expect(page.getByText(kept)).toHaveCount(0)
})
