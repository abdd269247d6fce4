import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import Board from '@/pages/Board.vue'
import PlanPanel from '@/parts/PlanPanel.vue'
import { tasks } from '@/resources/tasks'

const plans = [
  { id: 'new', title: '物流体系建设方案', document_no: '武隆府办发〔2027〕5号', due_on: '2027-12-31' },
  { id: 'old', title: '物流体系建设方案', document_no: '武隆府办发〔2019〕61号', due_on: '2026-12-31' },
]
const cell = (month: string, more: object) => ({ month, light: 'grey', reason: '', progress: 0, reported: false, missed: false, ...more })
const heat = [{ task_id: 't1', number: 1, name: '推进快递进村', cells: [cell('2026-09', {}), cell('2026-10', { missed: true, light: 'red' }), cell('2026-11', { reported: true, light: 'green', progress: 30 })] }]
const of = (plan: string) => ({
  as_of: '2026-11-20', plan_id: plan, plans, lights: { red: 1, yellow: 0, green: 0, grey: 0 }, groups: [], units: [], since: '2026-11-13', turned: [],
  months: ['2026-09', '2026-10', '2026-11'], heat, tasks: [], conflicts: 0, differing: 0,
})
const picker = { props: ['modelValue', 'id'], emits: ['update:modelValue'], template: '<input :id="id" :value="modelValue" @change="$emit(\'update:modelValue\', $event.target.value)" />' }
const select = { ...picker, template: '<select :id="id" :value="modelValue" @change="$emit(\'update:modelValue\', $event.target.value)"><slot /></select>' }
const option = { props: ['value', 'label'], template: '<option :value="value">{{ label }}</option>' }

let asked: URLSearchParams[] = []
let router: Router
beforeEach(() => {
  setActivePinia(createPinia())
  asked = []
  vi.stubGlobal('fetch', async (to: string | URL | Request) => {
    const { searchParams } = new URL(to instanceof Request ? to.url : String(to), 'http://x')
    asked.push(searchParams)
    return new Response(JSON.stringify(of(searchParams.get('plan') ?? 'new')), { status: 200, headers: { 'Content-Type': 'application/json' } })
  })
})

async function opened(path: string) {
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)', component: { template: '<i />' } }] })
  await router.push(path)
  const page = mount(Board, { global: { plugins: [router], stubs: { ElDatePicker: picker, ElSelect: select, ElOption: option, ElButton: true, LightsChart: true, TaskWorkbook: true, BoardTurned: true } } })
  await flushPromises()
  return page
}

test('the board shows the plan and the day of its address, and says which plan it is', async () => {
  const page = await opened('/board?plan=old&as_of=2026-10-05')
  expect(Object.fromEntries(asked[0]!)).toEqual({ plan: 'old', as_of: '2026-10-05' })
  expect(page.find('header .hint').text()).toContain('武隆府办发〔2019〕61号')
  expect(page.findAll('option').map((one) => one.text())).toEqual(plans.map(({ document_no, title }) => `${document_no}　${title}`))
})

test('a choice goes into the address, so that a refresh shows the same', async () => {
  const page = await opened('/board')
  await page.find('#board-plan').setValue('old')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ plan: 'old' })
  await page.find('#board-day').setValue('2026-10-05')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ plan: 'old', as_of: '2026-10-05' })
  expect(Object.fromEntries(asked.at(-1)!)).toEqual({ plan: 'old', as_of: '2026-10-05' })
  router.back()
  await flushPromises()
  await vi.waitFor(() => expect(Object.fromEntries(asked.at(-1)!)).toEqual({ plan: 'old' }))
})

test('only a month on which a report was owed and is missing says so', async () => {
  const cells = (await opened('/board')).findAll('.heat tbody td').slice(1).map((one) => one.text())
  expect(cells.map((text) => text.includes('未报'))).toEqual([false, true, false])
})

test('the page of a plan leads to its board and to its tasks by filters that these know', async () => {
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)', component: { template: '<i />' } }] })
  const page = mount(PlanPanel, { props: { card: { record: { id: 'old', title: '方案', dated: '2019-07-15' }, acts: [] } as never }, global: { plugins: [router], stubs: { ElDialog: true, ElButton: { template: '<button><slot /></button>' } } } })
  await page.findAll('button')[0]!.trigger('click')
  await flushPromises()
  const { path, query } = router.currentRoute.value
  expect(path).toBe('/tasks')
  expect(Object.keys(query).filter((key) => !tasks.filters!.some((filter) => filter.key === key))).toEqual([])
  expect(query.plan).toBe('old')
})
