import { axeFindings, check, expect, goOn, signIn, test, visit } from './site'

const lists = [
  '/work',
  '/board',
  '/board/brief',
  '/board/scores',
  '/tasks',
  '/task-reports',
  '/task-slips',
  '/task-papers',
  '/plans',
  '/plan-drafts',
  '/enterprises',
  '/licences',
  '/brand-agreements',
  '/network-parts',
  '/branches',
  '/monthly-returns',
  '/duty-facts',
  '/return-overview',
  '/endpoints',
  '/endpoint-map',
  '/inspections',
  '/complaints',
  '/penalties',
  '/clocks',
  '/editions',
  '/edition-entries',
  '/publications',
  '/national-entries',
  '/association-entries',
  '/job-runs',
  '/units',
]
const forms = ['/enterprises/new', '/licences/new', '/brand-agreements/new', '/branches/new', '/network-parts/new', '/endpoints/new', '/inspections/new', '/penalties/new']
const details = ['/tasks', '/task-papers', '/task-slips', '/plans', '/enterprises', '/licences', '/brand-agreements', '/branches', '/network-parts', '/endpoints', '/monthly-returns', '/duty-facts', '/inspections', '/complaints', '/penalties', '/clocks', '/editions', '/edition-entries']

test.describe('everybody can use every page, and none is wider than the window', () => {
  test('lists and forms', async ({ page }) => {
    test.setTimeout(300_000)
    await signIn(page, 'inspector1')
    await visit(page, '/search')
    for (const path of [...lists, ...forms]) {
      await goOn(page, path)
      await check(page, path.slice(1).replace('/', '-'))
    }
  })

  test('records', async ({ page }) => {
    test.setTimeout(300_000)
    await signIn(page, 'inspector1')
    await visit(page, '/work')
    for (const path of details) {
      await goOn(page, path)
      await page.locator('tbody a, .cards .title').first().click()
      await expect(page.getByRole('heading', { name: '基本情况' })).toBeVisible()
      await expect(page.getByText('正在载入…')).toHaveCount(0)
      expect.soft(await page.getByRole('alert').allInnerTexts(), `${path} record`).toEqual([])
      await check(page, `${path.slice(1)}-record`)
    }
  })

  test('sign-in, accounts and the audit trail', async ({ page }) => {
    await page.goto('/console/')
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible()
    expect.soft(await axeFindings(page), 'sign-in').toEqual([])
    const box = page.getByLabel('账号')
    await box.focus()
    const ring = await box.evaluate((input) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(input.closest('.el-input__wrapper')!)
      return [outlineStyle, outlineWidth, outlineColor]
    })
    expect.soft(ring, 'the ring around a box').toEqual(['solid', '3px', 'rgb(11, 107, 67)'])
    await signIn(page, 'auditor')
    for (const path of ['/users', '/audit-entries']) {
      await visit(page, path)
      expect.soft(await axeFindings(page), path).toEqual([])
    }
  })
})

test('the card of an enterprise leads to all its records', async ({ page }) => {
  await signIn(page, 'inspector1')
  // What other pages' tests file has no records yet.
  await visit(page, `/enterprises?q=${encodeURIComponent('演示云鹿快递')}`)
  await page.locator('tbody a, .cards .title').first().click()
  const records = page.getByRole('region', { name: '这家企业的记录' })
  await expect(records).toBeVisible()
  const firm = await page.getByRole('heading', { level: 1 }).innerText()
  await records.getByRole('link', { name: /^全部\s*业务月报$/ }).click()
  await expect(page).toHaveURL(/monthly-returns\?enterprise_id=/)
  await page.locator('tbody a, .cards .title').first().click()
  await page.getByRole('main').getByRole('link', { name: firm }).click()
  await expect(records).toBeVisible()
})

test('pickers, dialogs and the chart keep to the content policy', async ({ page, isMobile }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/inspections/new')
  const lasting = () => page.locator('.el-button').first().evaluate((button) => parseFloat(getComputedStyle(button).transitionDuration))
  expect(await lasting()).toBeLessThan(0.001) // as whoever asked for less movement sees it, and every other test
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  expect(await lasting()).toBeGreaterThan(0.05)
  await page.getByLabel('计划检查日').click()
  await page.getByRole('grid').first().getByText('15', { exact: true }).first().click()
  await page.getByRole('combobox', { name: '执法人员' }).press('Enter')
  await page.getByRole('option').first().click()
  await page.keyboard.press('Escape')
  await visit(page, '/board')
  await expect(page.locator('.chart svg').first()).toBeVisible()
  await page.locator('.chart').first().hover()
  await page.getByText('以表格查看').first().click()
  if (!isMobile) return
  await page.getByRole('button', { name: '菜单' }).click()
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeVisible()
  await page.keyboard.press('Escape')
})
