import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import TaskSlipPaper from '@/pages/TaskSlipPaper.vue'
import Facts from '@/parts/Facts.vue'
import TaskFormLines from '@/parts/TaskFormLines.vue'
import { plans } from '@/resources/plans'
import { taskSlips } from '@/resources/task-slips'
import { taskReports } from '@/resources/task-reports'
import { tasks } from '@/resources/tasks'
import type { Option, Row } from '@/resources/types'

const stubs = { RouterLink: { props: ['to'], template: '<a :href="to"><slot /></a>' }, ElButton: true }
const answers = (bodies: Record<string, object>) =>
  vi.stubGlobal('fetch', async (to: string | URL | Request) => {
    const address = to instanceof Request ? to.url : String(to)
    const found = Object.keys(bodies).find((path) => address.includes(path))
    return new Response(JSON.stringify(found ? bodies[found] : {}), { status: found ? 200 : 404, headers: { 'Content-Type': 'application/json' } })
  })

beforeEach(() => setActivePinia(createPinia())) // whose session may read nothing

const report = {
  id: 'r1', task_id: 't/1', month: '2026-11', unit_id: 'u', progress: 60, status: 'returned', done: '已开通', reviewed_on: '2026-11-26', review_note: '没有写明里程',
  task: {
    plan_no: '武隆府办发〔2027〕5号', plan_title: '物流方案', number: 3, name: '开通寄递专线', content: '开通5条', due_on: '2026-12-31', as_of: '2026-11-30', planned: 90,
    last_month: '2026-10', last_progress: 50, targets: [{ title: '开通的寄递专线', goal: 5, value: 2, unit: '条', progress: 40, as_of: '2026-11-30' }], count_words: '高出20个百分点', count_differs: true,
  },
} as Row

test('the page of a report names its task and says what to compare it with', () => {
  answers({})
  const page = mount(Facts, { props: { row: report, columns: taskReports.columns }, global: { stubs } })
  expect(page.findAll('a').map((link) => link.attributes('href'))).toContain('/tasks/t%2F1')
  for (const words of ['武隆府办发〔2027〕5号', '物流方案', '90%（截至 2026-11-30）', '50%（2026-10）', '5 条', '2 条（截至 2026-11-30）', '40%', '高出20个百分点']) expect(page.text(), words).toContain(words)
  expect(taskReports.heading!(report)).toBe('开通寄递专线　2026-11 月报')
  vi.unstubAllGlobals()
})

test('a first report has nothing before it, and a task without its time no plan', () => {
  answers({})
  const bare = { ...report, task: { ...(report.task as object), planned: null, last_month: '', last_progress: null, targets: [], count_words: '' } } as Row
  const said = mount(Facts, { props: { row: bare, columns: taskReports.columns }, global: { stubs } }).text()
  for (const words of ['上期实报', '计划进度', '计数目标']) expect(said, words).not.toContain(words)
  vi.unstubAllGlobals()
})

test('who changes a returned report sees why it came back', () => {
  expect(taskReports.alert!(report)).toEqual({ title: '已退回修改（2026-11-26），审核意见', text: '没有写明里程' })
  expect(taskReports.alert!({ ...report, status: 'submitted' })).toBeUndefined()
})

test('tasks, reports and slips of several plans are told apart, tasks in the order of plan and number', () => {
  for (const { noun, columns } of [tasks, taskReports, taskSlips]) expect(columns.find(({ key }) => key === 'plan_no')?.factOnly, noun).toBeFalsy()
  for (const { noun, columns } of [tasks, taskReports, taskSlips]) expect(columns.some(({ key }) => key === 'plan_no'), noun).toBe(true)
  expect(tasks.sort).toBe('plan_no')
})

test('the slip on paper names the plan of its task', async () => {
  answers({ '/task-slips/s1': { record: { id: 's1', colour: 'blue', task_name: '开通寄递专线', task_number: 3, plan_no: '武隆府办发〔2027〕5号', due_on: '2026-12-01', issued_on: '2026-11-26' } } })
  const page = mount(TaskSlipPaper, { props: { id: 's1' }, global: { stubs } })
  await flushPromises()
  expect(page.find('table').text()).toContain('武隆府办发〔2027〕5号，第 3 项')
  vi.unstubAllGlobals()
})

test('the rows of a form that came back name their plans', async () => {
  answers({ '/task-forms/f1': { made: [{ task: 't1', document: '武隆府办发〔2027〕5号' }] } })
  const line = { task_id: 't1', number: 3, name: '开通寄递专线', row: 5, state: 'changed', reason: '', cells: [], report_id: '', applied: false }
  const page = mount(TaskFormLines, { props: { card: { record: { id: 'c1', status: 'open', form_id: 'f1' }, lines: [line], acts: [] } as never }, global: { stubs } })
  await flushPromises()
  expect(page.find('li').text()).toContain('武隆府办发〔2027〕5号')
  vi.unstubAllGlobals()
})

test('plans are asked for by the years in which there are some', async () => {
  answers({ '/plans': { items: [{ dated: '2027-01-05' }, { dated: '2027-01-04' }, { dated: '2019-07-15' }] } })
  const options = plans.filters!.find(({ key }) => key === 'year')!.options as () => Promise<Option[]>
  expect(await options()).toEqual([{ value: '2027', label: '2027 年' }, { value: '2019', label: '2019 年' }])
  vi.unstubAllGlobals()
})
