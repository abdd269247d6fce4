import { check, expect, signIn, test, visit } from './site'

test('the map of end points: a township narrows the list, a point opens its page, many stay readable', async ({ page, isMobile }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/work')
  await page.getByRole('link', { name: '末端网点分布图' }).click()
  const map = page.getByRole('group', { name: /示意图/ })
  const town = map.getByRole('link', { name: /^白马镇，\d+ 个网点/ })
  const count = Number(/，(\d+) 个网点/.exec((await town.getAttribute('aria-label'))!)![1])
  expect(count).toBeGreaterThan(1)
  await town.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '白马镇的网点' })).toBeVisible()
  await expect(page.locator('.list .rows > li')).toHaveCount(Math.min(count, 10))
  await expect(page.locator('.parts')).toHaveAttribute('aria-busy', 'false')
  // Which of them lie so close that they are one sign is up to the demonstration and the width.
  const alone = map.getByRole('link', { name: /^演示.+网点\d+，.+，.*许可证.+，\S+$/ })
  const together = map.getByRole('link', { name: /^\d+ 个网点：/ })
  await expect(alone.or(together).first()).toBeVisible()
  for (let nearer = 0; nearer < 5 && !(await alone.count()); nearer++) {
    await together.first().focus()
    await page.keyboard.press('Enter')
  }
  const point = alone.first()
  const name = (await point.getAttribute('aria-label'))!.split('，')[0]!
  await point.focus()
  await expect(page.locator('.looked')).toContainText(name)
  await check(page, 'map-town')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '基本情况' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText(name)
  await page.goBack()
  await page.getByRole('button', { name: '看全区' }).click()
  await expect(page.getByRole('heading', { name: '全部街道乡镇的网点' })).toBeVisible()
  await page.getByRole('row', { name: /^合计/ }).scrollIntoViewIfNeeded()
  await expect(page.getByRole('heading', { name: '图上没有的网点' })).toBeVisible()

  // Five thousand, as the server sends them at most.
  await page.route('**/api/v1/endpoint-map*', async (route) => {
    const reply = await route.fetch()
    const picture = await reply.json()
    const [one] = picture.spots
    picture.spots = Array.from({ length: 5000 }, (_, n) => ({ ...one, id: `${one.id}-${n}`, longitude_micro: 107_300_000 + ((n * 7919) % 700_000), latitude_micro: 29_100_000 + ((n * 104_729) % 450_000) }))
    await route.fulfill({ response: reply, json: { ...picture, cut: true } })
  })
  await visit(page, '/endpoint-map?status=filed')
  await expect(page.getByText('网点太多，图上只画最近建立的 5000 个')).toBeVisible()
  expect(await map.getByRole('link').count()).toBeLessThan(isMobile ? 250 : 500)
  await check(page, 'map-many')
  await page.route('**/api/v1/endpoint-map*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503,"detail":"数据库暂时不可用"}' }))
  await visit(page, '/endpoint-map?status=draft')
  await expect(page.getByRole('alert')).toContainText('数据库暂时不可用')
})
