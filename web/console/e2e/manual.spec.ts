import { writeFileSync } from 'node:fs'
import { pictures, take } from './pictures'
import { axeFindings, expect, overflow, signIn, test, visit } from './site'

const folder = new URL('../../../docs/手册/图/', import.meta.url)

test.describe('the pictures of the manual can be taken', () => {
  for (const account of new Set(pictures.map(({ as }) => as))) {
    test(`as ${account ?? 'anybody'}`, async ({ page, isMobile }) => {
      test.setTimeout(120_000)
      for (const picture of pictures.filter(({ as, phone = false }) => as === account && phone === isMobile)) {
        await page.context().clearCookies()
        const bytes = await take(page, picture)
        expect(bytes.length, picture.name).toBeGreaterThan(3_000)
        if (process.env.MANUAL_PICTURES) writeFileSync(new URL(`${picture.name}.png`, folder), bytes)
      }
    })
  }
})

test('help opens beside a form, at the section about the page', async ({ page }) => {
  await signIn(page, 'inspector1')
  await visit(page, '/inspections/new')
  await page.getByLabel('检查依据').fill('尚未提交的内容')
  const [manual] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: '帮助' }).click()])
  await expect(manual).toHaveURL(/\/console\/help\/inspector#/)
  await expect(manual.getByRole('heading', { name: '行政检查', level: 2 })).toBeInViewport()
  await expect(manual.getByRole('img', { name: /录入结果/ })).toHaveJSProperty('complete', true)
  expect.soft(await axeFindings(manual)).toEqual([])
  expect.soft(await overflow(manual)).toBe(0)
  await manual.close()
  await expect(page.getByLabel('检查依据')).toHaveValue('尚未提交的内容')
})

test('the manual is read before sign-in, page by page', async ({ page, isMobile }) => {
  await page.goto('/console/')
  const [manual] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: '帮助' }).click()])
  await expect(manual.getByRole('heading', { name: '登录', exact: true })).toBeInViewport()
  const contents = manual.getByRole('navigation', { name: '手册目录' })
  for (const name of ['公众', '执法人员', '审计员']) {
    if (isMobile) await contents.getByText('目录', { exact: true }).click()
    await contents.getByRole('link', { name, exact: true }).click()
    await expect(manual.getByRole('heading', { name, level: 1 })).toBeVisible()
    expect.soft(await axeFindings(manual), name).toEqual([])
    expect.soft(await overflow(manual), name).toBe(0)
  }
  await manual.getByRole('article').getByRole('link', { name: '程序令牌' }).click()
  await expect(manual).toHaveURL(/\/help\/sign-in#/)
  await expect(manual.getByRole('heading', { name: '程序令牌' })).toBeInViewport()
})
