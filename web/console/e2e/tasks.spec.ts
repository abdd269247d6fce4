import { check, choose, control, expect, hand, press, signIn, test, visit } from './site'

// The made-up plan's fourth task is led by lead3, who claimed its first milestone and had it sent back.
test('a milestone that was sent back is claimed again and confirmed, and a light is changed only when another approves', async ({ page }) => {
  const dialog = page.getByRole('dialog')
  const confirm = async () => {
    await dialog.getByRole('button', { name: /^确定/ }).click()
    await expect(dialog).toBeHidden()
  }
  const course = page.getByRole('region', { name: '里程碑与进度' })
  await signIn(page, 'supervisor')
  await visit(page, '/board')
  await choose(page, '方案', /演示武隆区推进电子商务与快递物流协同发展实施方案$/) // which others have issued a newer one than
  await page.getByRole('link', { name: /^4\. / }).last().click()
  await expect(course).toContainText('退回')
  const at = new URL(page.url()).pathname.replace('/console', '')
  await check(page, 'task-course')

  await hand(page, 'lead3', at)
  await press(page, '报送里程碑完成')
  await dialog.getByRole('combobox').first().click({ force: true })
  await page.getByRole('option', { name: /实施方案印发/ }).click()
  await dialog.getByLabel(/^完成情况与佐证/).fill('演示：文本已补齐，见十一月月报的附件。')
  await confirm()
  await expect(course).toContainText('等待核对')

  await hand(page, 'supervisor', at)
  await press(page, '核对里程碑')
  await dialog.getByRole('combobox').first().click({ force: true })
  await page.getByRole('option', { name: /实施方案印发/ }).click()
  await dialog.getByText('已经完成', { exact: true }).click()
  await dialog.getByLabel(/^核对情况/).fill('演示：文本齐全。')
  await confirm()
  await expect(course).toContainText('里程碑进度 20%')

  await press(page, '申请人工调整灯号')
  await choose(page, '调整为', '黄灯')
  await control(page, '截止日期').fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10))
  await page.keyboard.press('Enter')
  await dialog.getByLabel(/^理由/).fill('演示：佐证迟到，先按黄灯跟踪。')
  await confirm()
  await expect(page.getByText('灯号经人工调整')).toHaveCount(0)

  await hand(page, 'chief', at)
  await press(page, '批准调整灯号')
  await dialog.getByLabel(/^理由/).fill('演示：同意。')
  await confirm()
  await expect(page.getByText(/人工调整为黄灯/).first()).toBeVisible()
  await check(page, 'task-light-changed')
})
