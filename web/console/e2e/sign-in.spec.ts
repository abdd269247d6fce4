import { expect, signIn, test, visit } from './site'

test('a wrong password is refused without saying whether the account exists', async ({ page }) => {
  await page.goto('/console/')
  const refusals: string[] = []
  for (const name of ['inspector1', 'nobody-of-this-name']) {
    await page.getByLabel('账号').fill(name)
    await page.getByLabel('密码', { exact: true }).fill('wrong-password')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await expect(page.getByRole('alert')).toBeFocused()
    refusals.push((await page.getByRole('alert').textContent()) ?? '')
  }
  expect(refusals[0]).toBe(refusals[1])
  expect(refusals[0]).not.toBe('')
})

test('signing in returns to the page that was asked for, signing out closes it', async ({ page }) => {
  await page.goto('/console/enterprises')
  await page.getByLabel('账号').fill('inspector1')
  await page.getByLabel('密码', { exact: true }).fill('demo-only-2026')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).toHaveURL(/\/console\/enterprises$/)
  await page.locator('.me').click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible()
  await page.goto('/console/enterprises')
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible()
})

test('the address after sign-in cannot lead elsewhere', async ({ page }) => {
  await page.goto('/console/sign-in?next=//example.invalid/')
  await page.getByLabel('账号').fill('inspector1')
  await page.getByLabel('密码', { exact: true }).fill('demo-only-2026')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).toHaveURL(/127\.0\.0\.1:\d+\/console\/work$/)
})

test('the menu shows only what the duty opens', async ({ page, isMobile }) => {
  await signIn(page, 'firm1')
  await visit(page, '/work')
  if (isMobile) await page.getByRole('button', { name: '菜单' }).click()
  const menu = page.getByRole('navigation', { name: '主菜单' })
  await expect(menu.getByRole('link', { name: '快递企业' })).toBeVisible()
  await expect(menu.getByRole('link', { name: '账号' })).toHaveCount(0)
  await page.goto('/console/users')
  await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible()
})

test('the first Tab reaches the skip link', async ({ page }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/work')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
})
