import { axeFindings, expect, overflow, test } from './site'

const pages = ['/', '/lists/red', '/lists/black', '/lists/red?q=%E6%BC%94%E7%A4%BA', '/lists/black?q=nobody', '/tasks', '/about', '/accessibility']

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
})
