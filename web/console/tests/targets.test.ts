import { flushPromises, mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import TaskTargets from '@/parts/TaskTargets.vue'
import { tasks } from '@/resources/tasks'

const target = {
  id: 't1', title: '开通的寄递专线', unit: '条', area_code: '', base: 0, goal: 5, weight: 1, tolerance: 10, reason: '方案原文“开通5条物流配送专线”',
  set_by: '督导员', set_on: '2026-03-02', ended_on: '', end_reason: '', value: 2, rows: 2, out_of: 0, progress: 40, words: '当日在用的寄递专线',
  basis: '寄递网络登记', noun: 'network-parts', as_of: '2026-03-10',
}
const record = { id: 'k1', count_words: '截至2026-03-10，按登记计数为40%，实报51%，高出11个百分点，超过允许的10个百分点，请核对', count_differs: true }
const shown = (card: object) =>
  mount(TaskTargets, { props: { card: card as never }, global: { stubs: { RouterLink: { props: ['to'], template: '<a :href="to"><slot /></a>' }, ElButton: true } } })

test('both numbers, the day, the difference and the basis are said, and the rows counted are linked', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string | URL | Request) => {
    asked.push(String(address instanceof Request ? address.url : address))
    const found = { noun: 'network-parts', areas: [{ area_code: '500156101', rows: 1 }], found: [{ id: 'p1', title: '一号专线', detail: '批复1号', area_code: '500156101', since: '2026-03-01' }], next: '', shown: true }
    return new Response(JSON.stringify(found), { status: 200, headers: { 'Content-Type': 'application/json' } })
  })
  const page = shown({ record, acts: [], targets: [target], former_targets: [{ ...target, id: 't0', goal: 4, ended_on: '2026-03-02', end_reason: '改设' }] })
  expect(page.find('.note.bad').text()).toContain('高出11个百分点')
  for (const words of ['2 / 5 条', '计数进度 40%', '截至 2026-03-10', '寄递网络登记', '允许相差 10 个百分点', '督导员', '改设']) expect(page.text()).toContain(words)
  const details = page.find('article details')
  ;(details.element as HTMLDetailsElement).open = true
  await details.trigger('toggle')
  await flushPromises()
  expect(asked).toHaveLength(1)
  expect(asked[0]).toContain('/tasks/k1/counted')
  expect(asked[0]).toContain('as_of=2026-03-10')
  expect(page.find('article a').attributes('href')).toBe('/network-parts/p1')
  expect(page.text()).toContain('白马镇 1')
  vi.unstubAllGlobals()
})

test('a task without targets says so', () => {
  const page = shown({ record: { id: 'k1', count_words: '', count_differs: false }, acts: [] })
  expect(page.text()).toContain('没有设定计数目标')
  expect(page.findAll('article')).toHaveLength(0)
})

test('a list says why claimed and counted progress cannot be compared', () => {
  const said = tasks.columns.find(({ key }) => key === 'count_differs')!.said!
  expect(said({ id: 'k', counted: null, claimed: 5 })).toBe('未设计数目标')
  expect(said({ id: 'k', counted: 5, claimed: null })).toBe('还没有报送')
  expect(said({ id: 'k', counted: 5, claimed: 0 })).toBe('')
})
