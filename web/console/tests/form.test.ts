import { flushPromises, mount } from '@vue/test-utils'
import { ElButton, ElInput } from 'element-plus'
import { afterEach, expect, test, vi } from 'vitest'
import { Problem } from '@/api/problem'
import ResourceForm from '@/parts/ResourceForm.vue'
import type { Field } from '@/resources/types'

const fields: Field[] = [
  { key: 'name', label: '名称', required: true },
  { key: 'fine_fen', label: '罚款', kind: 'money' },
  { key: 'findings', label: '问题', kind: 'rows', fields: [{ key: 'item', label: '事项' }] },
]
const record = { name: '甲', fine_fen: 12345, findings: [{ item: '一' }, { item: '二' }] }

afterEach(() => void (document.body.innerHTML = ''))

async function open(send: (body: object) => Promise<void>, from?: object) {
  const props = { fields, record: from, submitLabel: '保存', send }
  const form = mount(ResourceForm, { props, attachTo: document.body, global: { components: { ElButton, ElInput } } })
  await flushPromises() // the inputs take their ids after mounting
  return form
}
async function submit(form: Awaited<ReturnType<typeof open>>) {
  await form.find('form').trigger('submit')
  await flushPromises()
}
const refuse = (...errors: { pointer: string; reason: string; detail: string }[]) =>
  vi.fn().mockRejectedValue(new Problem(422, { detail: '有字段填写不正确', errors, request_id: 'r-9' }))

test('server errors stand at their fields, in the summary, and take the focus', async () => {
  const form = await open(
    refuse(
      { pointer: '/findings/1/item', reason: 'x', detail: '事项不在目录内' },
      { pointer: '/name', reason: 'x', detail: '名称已存在' },
      { pointer: '/elsewhere', reason: 'x', detail: '别处的错误' },
    ),
    record,
  )
  await submit(form)
  const wrong = form.findAll('[aria-invalid="true"]').map((control) => control.attributes('id'))
  expect(wrong).toHaveLength(2)
  const name = form.find('input[id$="-name"]')
  expect(name.attributes('aria-describedby')).toBe(`${name.attributes('id')}-error`)
  expect(form.find(`[id="${name.attributes('id')}-error"]`).text()).toBe('名称已存在')
  const summary = form.find('[role="alert"]').text()
  expect(summary).toContain('有字段填写不正确')
  expect(summary).toContain('问题 第 2 行 事项 事项不在目录内')
  expect(summary).toContain('别处的错误')
  expect(summary).toContain('r-9')
  expect(document.activeElement?.id).toMatch(/-findings-1-item$/)
})

test('a mistake is told until its field is typed in', async () => {
  const form = await open(vi.fn())
  await submit(form)
  expect(form.text()).toContain('请填写名称')
  await form.find('input[id$="-fine_fen"]').setValue('5')
  expect(form.text()).toContain('请填写名称')
  await form.find('input[id$="-name"]').setValue('乙')
  expect(form.text()).not.toContain('请填写名称')
  expect(form.find('[role="alert"]').exists()).toBe(false)
})

test('a refusal without fields focuses the summary', async () => {
  const form = await open(vi.fn().mockRejectedValue(new Problem(409, { detail: '已办结，不能修改' })), record)
  await submit(form)
  expect(document.activeElement?.textContent).toContain('已办结，不能修改')
})

test('what cannot be sent is said without asking the server', async () => {
  const send = vi.fn()
  const form = await open(send)
  await form.find('input[id$="-fine_fen"]').setValue('1.234')
  await submit(form)
  expect(send).not.toHaveBeenCalled()
  expect(form.find('[role="alert"]').text()).toContain('有 2 处需要修改')
  expect(form.text()).toContain('请填写名称')
  expect(form.text()).toContain('最多两位小数')
})

test('the whole record is sent, amounts in fen and without rounding', async () => {
  const send = vi.fn().mockResolvedValue(undefined)
  const form = await open(send, record)
  const fine = form.find('input[id$="-fine_fen"]')
  expect((fine.element as HTMLInputElement).value).toBe('123.45')
  await fine.setValue('907199254.79')
  await submit(form)
  expect(send).toHaveBeenCalledWith({ ...record, fine_fen: 90719925479 })
})

test('a stale edit is told to the page, and what was typed survives the reload if wanted', async () => {
  const form = await open(vi.fn().mockRejectedValue(new Problem(412)), record)
  await form.find('input[id$="-name"]').setValue('我的名称')
  await submit(form)
  expect(form.emitted('stale')).toHaveLength(1)
  expect(form.find('[role="alert"]').exists()).toBe(false)
  const newer = { ...record, name: '他人的名称', fine_fen: 1 }
  form.vm.rebase(record, newer, true)
  await flushPromises()
  expect((form.find('input[id$="-name"]').element as HTMLInputElement).value).toBe('我的名称')
  expect((form.find('input[id$="-fine_fen"]').element as HTMLInputElement).value).toBe('0.01')
  form.vm.rebase(record, newer, false)
  await flushPromises()
  expect((form.find('input[id$="-name"]').element as HTMLInputElement).value).toBe('他人的名称')
})
