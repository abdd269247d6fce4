import { axeFindings, expect, overflow, signIn, test, unfold, visit } from './site'

/** Everything that the browser keeps for the site beyond the page's own memory. */
const kept = (page: import('@playwright/test').Page) =>
  page.evaluate(async () => {
    const databases = (await indexedDB.databases?.()) ?? []
    const cached = 'caches' in window ? await caches.keys() : []
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases, cached, document.cookie, history.state, location.href])
  })

test('personal data are seen for a purpose, for a minute, and kept nowhere', async ({ page, isMobile }) => {
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  await signIn(page, 'complaints')
  await visit(page, '/complaints?kind=complaint_to_bureau')
  await page.locator(isMobile ? '.cards .title' : 'tbody a').first().click()
  const facts = page.locator('dl.facts')
  await expect(facts.getByText(/^\d{3}\*{4}\d{4}$/)).toBeVisible()
  const button = page.getByRole('button', { name: '查看个人信息' })
  await expect(page.getByText(/今天还可查看 \d+ 次/)).toBeVisible()
  await button.click()
  const dialog = page.getByRole('dialog')
  const purpose = page.getByRole('option', { name: '联系当事人（核实、回访）' })
  await unfold(dialog.getByLabel('用途'), purpose)
  await purpose.click()
  await dialog.getByRole('button', { name: '查看', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('请填写具体说明')
  await dialog.getByLabel('具体说明').fill('电话回访，核实丢件情况')
  expect.soft(await axeFindings(page)).toEqual([])
  expect.soft(await overflow(page)).toBeLessThanOrEqual(0)
  if (process.env.PERSONAL_SHOT) await page.screenshot({ path: `${process.env.PERSONAL_SHOT}-dialog-${isMobile ? 'phone' : 'desk'}.png` })
  await dialog.getByRole('button', { name: '查看', exact: true }).click()
  await expect(dialog).toBeHidden()
  const clear = page.getByLabel('个人信息原文')
  await expect(clear).toBeVisible()
  const phone = (await clear.locator('dd').last().textContent())!.trim()
  expect(phone).toMatch(/^\d{11}$/)
  expect.soft(await axeFindings(page)).toEqual([])
  expect.soft(await overflow(page)).toBeLessThanOrEqual(0)
  if (process.env.PERSONAL_SHOT) await page.screenshot({ path: `${process.env.PERSONAL_SHOT}-shown-${isMobile ? 'phone' : 'desk'}.png`, fullPage: true })
  expect(await kept(page)).not.toContain(phone)
  await page.getByRole('button', { name: '立即隐藏' }).click()
  await expect(page.getByText(phone)).toHaveCount(0)

  // The number just seen finds its complaint, by a body and not by an address.
  await visit(page, '/complaints')
  await page.getByText('按用户电话查找').click()
  await page.getByLabel('用户电话').fill(phone)
  await page.getByRole('button', { name: '按号码查找' }).click()
  await expect(page.getByText(/找到 \d+ 件/)).toBeVisible()
  expect.soft(await axeFindings(page)).toEqual([])
  expect.soft(await overflow(page)).toBeLessThanOrEqual(0)
  if (process.env.PERSONAL_SHOT) await page.screenshot({ path: `${process.env.PERSONAL_SHOT}-lookup-${isMobile ? 'phone' : 'desk'}.png` })
  expect(await kept(page)).not.toContain(phone)
  expect(addresses.filter((address) => address.includes(phone))).toEqual([])

  await visit(page, '/consultations')
  await expect(page.getByText('电话回访，核实丢件情况').first()).toBeVisible()
  expect.soft(await axeFindings(page)).toEqual([])
  expect.soft(await overflow(page)).toBeLessThanOrEqual(0)
  if (process.env.PERSONAL_SHOT) await page.screenshot({ path: `${process.env.PERSONAL_SHOT}-list-${isMobile ? 'phone' : 'desk'}.png` })
})

test('a filing edited with its masks keeps what they hide', async ({ page, isMobile }) => {
  await signIn(page, 'firm1')
  await visit(page, '/endpoints?status=draft')
  const drafts = page.locator(isMobile ? '.cards .title' : 'tbody a')
  await drafts.first().click()
  await expect(page.locator('dl.facts').getByText(/\*/).first()).toBeVisible()
  const masks = await page.locator('dl.facts').getByText(/\*/).allTextContents()
  expect(masks.length).toBeGreaterThanOrEqual(3)
  await page.getByRole('button', { name: '修改备案信息' }).click()
  await page.getByLabel(/^地址/).fill('重庆市武隆区演示新街 9 号')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.locator('dl.facts').getByText('重庆市武隆区演示新街 9 号')).toBeVisible()
  expect(await page.locator('dl.facts').getByText(/\*/).allTextContents()).toEqual(masks)
  await expect(page.getByRole('button', { name: '查看个人信息' })).toHaveCount(0)
})
