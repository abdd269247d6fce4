import { check, expect, signIn, test, unfold, visit } from './site'

const row = (isMobile: boolean) => (isMobile ? '.cards .title' : 'tbody a')

test('a term: from the list to its clock, a pause on the ground of its rule, and on again', async ({ page, isMobile }) => {
  await signIn(page, 'complaints')
  await visit(page, '/clocks?status=running&noun=complaints')
  await check(page, 'clocks')
  await page.locator(row(isMobile)).getByText('对用户的申诉作出答复').first().click()
  await expect(page.getByRole('heading', { name: '谁办理了多久' })).toBeVisible()
  await expect(page.getByRole('img', { name: /起?.* 至 .*(已计|逾期)/ })).toBeVisible()
  await check(page, 'clock')

  const pause = page.getByRole('button', { name: '中止计时' })
  if (await pause.isEnabled()) {
    await pause.click()
    const dialog = page.getByRole('dialog')
    const testing = page.getByRole('option', { name: /检测鉴定/ })
    await unfold(dialog.getByRole('combobox', { name: '中止事由' }), testing)
    await testing.click()
    await dialog.getByLabel('情况说明').fill('送检测机构鉴定')
    await dialog.getByRole('button', { name: '确定' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('heading', { name: '中止与恢复' })).toBeVisible()
    await check(page, 'clock-paused')
    await page.getByRole('button', { name: '恢复计时' }).click()
    await dialog.getByLabel('情况说明').fill('鉴定意见已出具')
    await dialog.getByRole('button', { name: '确定' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.locator('.facts').getByText(/计时中|将届满/)).toBeVisible()
  }
  await page.getByRole('link', { name: /打开事项/ }).click()
  await expect(page.getByRole('heading', { name: '期限', exact: true })).toBeVisible()
  await check(page, 'record-clocks')
})
