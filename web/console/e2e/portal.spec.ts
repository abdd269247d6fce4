import { axeFindings, expect, overflow, test } from './site'

const pages = ['/filings', '/filings?q=%E6%BC%94%E7%A4%BA', '/filings?area=500156212&q=nobody', '/', '/lists/red', '/lists/black', '/lists/red?q=%E6%BC%94%E7%A4%BA', '/lists/black?q=nobody', '/penalties', '/penalties?q=nobody', '/nearby', '/nearby?q=107.77%2C29.33', '/tasks', '/about', '/accessibility']

test.describe('the portal', () => {
  for (const path of pages) {
    test(`${path} breaks no accessibility rule and fits the window`, async ({ page }) => {
      await page.goto(path)
      await expect(page.locator('h1')).toBeVisible()
      expect(await axeFindings(page, [])).toEqual([])
      expect(await overflow(page)).toBeLessThanOrEqual(0)
    })
  }
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a citizen finds a firm on the list by name', async ({ page }) => {
    await page.goto('/lists/black')
    const name = (await page.locator('.entry h2').first().textContent()) ?? ''
    expect(name).toContain('演示')
    await page.goto('/')
    await page.getByLabel('企业名称或统一社会信用代码').fill(name)
    await page.getByRole('button', { name: '查黑榜' }).click()
    await expect(page.locator('.entry h2').first()).toHaveText(name)
    await expect(page.locator('.entry').first()).toContainText('列入理由')
  })

  test('a citizen finds a station, and what its receipt is worth today', async ({ page }) => {
    await page.goto('/filings')
    await page.getByLabel('网点名称、类型、企业名称、品牌、地址、服务电话或备案号').fill('演示')
    await page.getByRole('button', { name: '查询' }).click()
    const first = page.locator('.entry').first()
    const name = (await first.getByRole('link').textContent()) ?? ''
    await first.getByRole('link').click()
    await expect(page.getByRole('heading', { name: '快递末端网点备案回执' })).toBeVisible()
    await expect(page.locator('.receipt')).toContainText(name)
    await expect(page.locator('.standing')).toContainText('今天核验有效')
    const code = page.getByRole('img', { name: '本回执核验地址的二维码' })
    await expect(code).toBeVisible()
    await expect(page.locator('.address')).toHaveText(page.url())
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.goto('/filings/500156-1999-0001')
    await expect(page.getByText('没有这个备案号，请核对')).toBeVisible()
  })
})

test('a citizen looks around the place of the device', async ({ page, context }) => {
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation({ longitude: 107.7654321, latitude: 29.3287654 })
  await page.goto('/nearby')
  await page.getByRole('button', { name: '用本机位置' }).click()
  await expect(page).toHaveURL(/q=107\.765%2C29\.329/)
  await expect(page.locator('.entry').first()).toContainText('（直线）')
})

test('a receipt breaks no accessibility rule, and prints on one page', async ({ page, isMobile }) => {
  await page.goto('/filings?q=%E6%BC%94%E7%A4%BA')
  await page.locator('.entry a').first().click()
  expect(await axeFindings(page, [])).toEqual([])
  if (isMobile) return
  const printed = await page.pdf({ format: 'A4' })
  expect(printed.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
})
