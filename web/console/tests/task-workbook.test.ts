import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import { nextTick } from 'vue'
import TaskPaperFile from '@/parts/TaskPaperFile.vue'
import TaskWorkbook from '@/parts/TaskWorkbook.vue'
import { taskPapers } from '@/resources/task-papers'
import { useSession } from '@/session'

const picker = { props: ['modelValue', 'id'], emits: ['update:modelValue'], template: '<input :id="id" :value="modelValue" @input="$emit(\'update:modelValue\', $event.target.value)" />' }
const form = () => mount(TaskWorkbook, { props: { today: '2026-11-24', plan: '武隆府办发〔2019〕61号' }, global: { stubs: { ElDatePicker: picker } } })

async function choose(page: ReturnType<typeof form>, values: Record<string, string>) {
  for (const [id, value] of Object.entries(values)) await page.find(`#${id}`).setValue(value)
  await nextTick()
}

test('the workbook of any period and day is one link', async () => {
  const page = form()
  const query = () => new URL(page.find('a').attributes('href')!, 'http://x').searchParams
  expect(query().get('month')).toBe('2026-11')
  expect(query().has('from')).toBe(false)
  expect(query().has('as_of')).toBe(false)
  await choose(page, { 'book-from': '2026-07', 'book-to': '2026-09', 'book-day': '2026-10-08' })
  expect(Object.fromEntries(query())).toEqual({ month: '2026-09', from: '2026-07', as_of: '2026-10-08', plan: '武隆府办发〔2019〕61号' })
})

test('what the server refuses is said before it is asked', async () => {
  for (const [values, words] of [
    [{ 'book-from': '2026-10', 'book-to': '2026-09' }, '晚于'],
    [{ 'book-from': '2025-09', 'book-to': '2026-09' }, '十二个月'],
    [{ 'book-to': '2026-09', 'book-day': '2026-08-31' }, '最后一个月'],
  ] as const) {
    const page = form()
    await choose(page, values)
    expect(page.find('.note').text()).toContain(words)
    expect(page.find('a').exists()).toBe(false)
  }
  const whole = form()
  await choose(whole, { 'book-from': '2025-10', 'book-to': '2026-09' })
  expect(whole.find('a').exists()).toBe(true)
})

test('both hashes stand beside the file, for whoever may have it', () => {
  setActivePinia(createPinia())
  const card = { record: { id: 'p1', file_hash: 'f'.repeat(64), data_hash: 'd'.repeat(64) }, acts: [] } as never
  const shown = (permissions: string[]) => {
    useSession().may = ((permission?: string) => !permission || permissions.includes(permission)) as never
    return mount(TaskPaperFile, { props: { card } })
  }
  const page = shown(['task-paper:download'])
  expect(page.findAll('a').map((link) => link.attributes('href'))).toEqual(['/api/v1/task-papers/p1/content', '/api/v1/task-papers/p1/data'])
  for (const hash of ['f'.repeat(64), 'd'.repeat(64)]) expect(page.text()).toContain(hash)
  const lead = shown([])
  expect(lead.findAll('a')).toHaveLength(0)
  expect(lead.text()).toContain('任务看板')
})

test('an issued report leads on to its correction', () => {
  expect(taskPapers.onward!({ id: 'p/1' })).toEqual({ label: '印发更正版', to: '/task-papers/new?corrects=p%2F1' })
})
