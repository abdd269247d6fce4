import { check, expect, signIn, test, visit } from './site'

test('a number of data quality opens the list of exactly its records, and back', async ({ page, isMobile }) => {
  await signIn(page, 'chief')
  await visit(page, '/data-quality')
  await expect(page.getByText(/项检查中 [5-9] 项有问题，共 \d+ 条/)).toBeVisible()
  await check(page, 'quality')
  const rule = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '任务没有启动日期' }) })
  const count = Number(await rule.locator('.count b').textContent())
  await rule.getByRole('link', { name: /^查看全部/ }).click()
  await expect(page.getByRole('heading', { name: '重点任务' })).toBeVisible()
  await expect(page).toHaveURL(/quality=task-unscheduled/)
  await expect(page.locator(isMobile ? '.cards > li' : 'tbody tr')).toHaveCount(count)
  await check(page, 'list')
  await page.goBack()
  await expect(page.getByRole('heading', { name: '数据质量' })).toBeVisible()
})

test('the list behind a number is reached by keyboard', async ({ page }) => {
  await signIn(page, 'chief')
  await visit(page, '/data-quality')
  const link = page.getByRole('link', { name: /^查看全部/ }).first()
  for (let tabs = 0; tabs < 80 && !(await link.evaluate((one) => one === document.activeElement)); tabs++) await page.keyboard.press('Tab')
  await expect(link).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/quality=/)
  await page.goBack()
  await expect(page).toHaveURL(/data-quality$/)
})

test('a page of data quality that is not read says so and is asked again', async ({ page }) => {
  await signIn(page, 'admin')
  let isDown = true
  await page.route('**/api/v1/data-quality', (route) => (isDown ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503,"detail":"数据库暂时不可用"}' }) : route.continue()))
  await visit(page, '/data-quality')
  await expect(page.getByRole('alert')).toContainText('数据库暂时不可用')
  await check(page, 'error')
  isDown = false
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('heading', { name: '通知投递失败' })).toBeVisible()
})

test('nothing amiss is said plainly', async ({ page }) => {
  await signIn(page, 'admin')
  await page.route('**/api/v1/data-quality', async (route) => {
    const reply = await route.fetch()
    const report = await reply.json()
    for (const rule of report.rules) Object.assign(rule, { count: 0, records: [] })
    await route.fulfill({ response: reply, json: report })
  })
  await visit(page, '/data-quality')
  await expect(page.getByText(/^全部齐全：\d+ 项检查都没有发现问题。$/)).toBeVisible()
  await check(page, 'clean')
})
