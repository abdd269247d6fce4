import { axeFindings, expect, overflow, test } from './site'

const pages = ['/filings', '/filings?q=%E6%BC%94%E7%A4%BA', '/filings?area=500156212&q=nobody', '/', '/lists/red', '/lists/black', '/lists/red?q=%E6%BC%94%E7%A4%BA', '/lists/black?q=nobody', '/penalties', '/penalties?q=nobody', '/nearby', '/nearby?q=107.77%2C29.33', '/tasks', '/complaints/new', '/complaints/track', '/search', '/search?q=%E6%BC%94%E7%A4%BA', '/search?q=nobody', '/statistics', '/about', '/accessibility']

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

  test('a citizen learns in three steps whether a station and its firm are in order', async ({ page }) => {
    const box = page.getByLabel('企业或网点的名称、品牌、代码、备案号')
    await page.goto('/')
    await box.fill('演示 网点')
    await page.getByRole('button', { name: '查一查' }).click()
    await page.getByRole('heading', { name: '网点', exact: true }).locator('~ ul a').first().click()
    await expect(page.getByRole('heading', { name: '快递末端网点备案回执' })).toBeVisible()
    const serial = (await page.locator('.receipt header code').textContent()) ?? ''
    await page.goto('/')
    await box.fill(serial)
    await box.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/filings/${serial}$`))
    await page.goto('/lists/black')
    const name = (await page.locator('.entry h2').first().textContent()) ?? ''
    expect(name).toContain('演示')
    await page.goto('/')
    await box.fill(name)
    await box.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
    await expect(page.locator('.answer').first()).toContainText('有许可吗')
    await expect(page.locator('.answer').nth(1)).toContainText('诚信黑榜')
    await expect(page.locator('#records ~ .entry').first()).toContainText('这意味着什么')
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))
    const before = await size()
    await page.getByRole('link', { name: '大字' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
    expect(await size()).toBeGreaterThan(before * 1.2)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.goto('/')
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.getByRole('link', { name: '标准字' }).click()
    expect(await size()).toBe(before)
  })

  test('a citizen lodges a complaint and follows it', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('link', { name: '申诉举报' }).first().click()
    await page.getByRole('radio', { name: /^申诉/ }).check()
    await page.getByLabel('企业名称、品牌或统一社会信用代码').fill('演示')
    await page.getByRole('button', { name: '在登记簿里找' }).click()
    await expect(page.getByText('是下面哪一家？')).toBeInViewport()
    await expect(page.getByText('企业名称、品牌或统一社会信用代码')).toBeInViewport()
    expect(page.url()).toMatch(/#firm$/)
    await page.getByRole('radio', { name: /演示/ }).first().check()
    await page.getByLabel('哪一类问题').selectOption({ label: '延误' })
    await page.getByLabel('事情经过').fill('快件晚了十天')
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('link', { name: '请选择是不是已经向企业投诉过' }).click()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await expect(page.getByLabel('事情经过')).toHaveValue('快件晚了十天')
    await page.getByRole('radio', { name: '投诉过，企业答复了' }).check()
    await page.getByLabel('哪天向企业投诉的').fill('2026-01-05')
    await page.getByLabel('姓名', { exact: true }).fill('演示用户')
    await page.getByLabel('电话', { exact: true }).fill('13800000000')
    await page.getByRole('button', { name: '提交' }).click()
    await expect(page.getByRole('heading', { name: '接下来会怎样' })).toBeVisible()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    const number = (await page.locator('.number').innerText()).replace(/\s+/g, ' ').trim()
    expect(number).toMatch(/^([A-Z2-7]{4} ){4}[A-Z2-7]{4}$/)
    await page.getByRole('link', { name: '查进度' }).click()
    await page.getByLabel('查询号').fill(number.toLowerCase())
    await page.getByRole('button', { name: '查进度' }).click()
    await expect(page.getByRole('heading', { name: '申诉：已登记' })).toBeVisible()
    expect(page.url()).not.toContain('=')
    expect(await overflow(page)).toBeLessThanOrEqual(0)
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

test('what comes of a complaint breaks no accessibility rule', async ({ page }) => {
  const sound = async () => {
    expect.soft(await axeFindings(page, [])).toEqual([])
    expect.soft(await overflow(page)).toBeLessThanOrEqual(0)
  }
  await page.goto('/complaints/new')
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { name: /处要改/ })).toBeVisible()
  await sound()
  await page.getByRole('radio', { name: /^举报/ }).check()
  await page.getByLabel('企业名称、品牌或统一社会信用代码').fill('不知名的小车')
  await page.getByLabel('哪一类问题').selectOption({ label: '其他' })
  await page.getByLabel('事情经过').fill('演示：没有许可证')
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { name: '接下来会怎样' })).toBeVisible()
  await sound()
  const number = await page.locator('.number').innerText()
  await page.getByRole('link', { name: '查进度' }).click()
  await page.getByLabel('查询号').fill(number)
  await page.getByRole('button', { name: '查进度' }).click()
  await expect(page.getByRole('heading', { name: '举报：已登记' })).toBeVisible()
  await sound()
})

test('the page of a firm breaks no accessibility rule', async ({ page }) => {
  await page.goto('/search?q=%E6%BC%94%E7%A4%BA')
  await page.locator('.hits a').first().click()
  await expect(page.getByRole('heading', { name: '许可和登记' })).toBeVisible()
  expect(await axeFindings(page, [])).toEqual([])
  expect(await overflow(page)).toBeLessThanOrEqual(0)
})

test('a receipt breaks no accessibility rule, and prints on one page', async ({ page, isMobile }) => {
  await page.goto('/filings?q=%E6%BC%94%E7%A4%BA')
  await page.locator('.entry a').first().click()
  expect(await axeFindings(page, [])).toEqual([])
  if (isMobile) return
  const printed = await page.pdf({ format: 'A4' })
  expect(printed.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
})
