import { check, expect, signIn, test, visit } from './site'

test('from the list to a filing, an act on it, and its trace', async ({ page, isMobile }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/endpoints?status=submitted')
  const first = page.locator(isMobile ? '.cards .title' : 'tbody a').first()
  const name = (await first.textContent()) ?? ''
  await first.click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByText('依据：').first()).toBeVisible()

  await page.getByRole('button', { name: '退回（不属备案范围）' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByLabel('理由')).toBeFocused()
  await expect(dialog.getByRole('alert')).toContainText('请填写理由')
  await check(page, 'act-dialog')
  await dialog.getByLabel('理由').fill('该地点不属于末端网点备案范围')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('.facts').getByText('已退回')).toBeVisible()
  await expect(page.locator('.history')).toContainText('该地点不属于末端网点备案范围')
})

test('a new enterprise: the server names the wrong field, then accepts', async ({ page, isMobile }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/enterprises/new')
  await page.getByLabel('企业名称').fill('演示端到端快递有限公司')
  await page.getByLabel('统一社会信用代码').fill('91500156MA00000000')
  await page.getByLabel('地址', { exact: false }).first().fill('演示凤山街道 1 号')
  await page.getByLabel('所在区划').click()
  await page.getByRole('option', { name: '芙蓉街道' }).click()
  await page.getByRole('button', { name: '建立企业' }).click()
  const code = page.getByLabel('统一社会信用代码')
  await expect(code).toBeFocused()
  await expect(code).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('alert').getByRole('link', { name: '统一社会信用代码' })).toBeVisible()
  await code.fill(withCheckDigit(isMobile ? '91500156MA7E2E001' : '91500156MA7E2E002'))
  await page.getByRole('button', { name: '建立企业' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '演示端到端快递有限公司' })).toBeVisible()
})

test('an edit on an old version is refused, and what was typed can be kept', async ({ page, context }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/enterprises')
  await page.locator('tbody a, .cards .title').first().click()
  await page.getByRole('button', { name: '修改登记信息' }).click()
  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByLabel('服务电话').fill('023-11110000')
  await page.getByLabel('法定代表人').fill('演示留存')
  await other.getByRole('button', { name: '保存' }).click()
  await expect(other.getByRole('heading', { name: '基本情况' })).toBeVisible()

  await page.getByRole('button', { name: '保存' }).click()
  const dialog = page.getByRole('dialog', { name: '他人已修改' })
  await dialog.getByRole('button', { name: '载入最新内容，保留我的填写' }).click()
  await expect(page.getByLabel('服务电话')).toHaveValue('023-11110000')
  await expect(page.getByLabel('法定代表人')).toHaveValue('演示留存')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.locator('.facts').getByText('演示留存')).toBeVisible()
  await expect(page.locator('.facts').getByText('023-11110000')).toBeVisible()
})

test('search, filter and paging keep their place in the address', async ({ page, isMobile }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/endpoints')
  const rows = page.locator(isMobile ? '.cards li' : 'tbody tr')
  await expect(rows.first()).toBeVisible()
  const before = await rows.first().textContent()
  if (isMobile) {
    const count = await rows.count()
    await page.getByRole('button', { name: '加载更多' }).click()
    await expect(rows).not.toHaveCount(count)
  } else {
    await page.getByRole('button', { name: '下一页' }).click()
    await expect(rows.first()).not.toHaveText(before ?? '')
    await page.getByRole('button', { name: '上一页' }).click()
    await expect(rows.first()).toHaveText(before ?? '')
  }
  await page.getByLabel('关键词').fill('没有这样的网点')
  await page.locator('#main').getByRole('button', { name: '查找' }).click()
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  await expect(page).toHaveURL(/q=/)
  await page.reload()
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  await page.getByRole('button', { name: '清除条件' }).click()
  await expect(rows.first()).toBeVisible()
})

/** Completes 17 characters to a code that passes GB 32100. */
function withCheckDigit(head: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  const sum = weights.reduce((total, weight, index) => total + weight * alphabet.indexOf(head[index]!), 0)
  return head + alphabet[(31 - (sum % 31)) % 31]
}
