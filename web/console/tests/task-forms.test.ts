import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import TaskFormLines from '@/parts/TaskFormLines.vue'
import { rowStates, taskFormReturns } from '@/resources/task-forms'

const line = (number: number, state: string, more: object = {}) => ({
  task_id: `t${number}`, number, name: `演示任务${number}`, row: number + 4, state, reason: '', cells: [], report_id: '', applied: false, ...more,
})
const cells = [{ cell: 'I5', column: '实报进度（%）', before: '', after: '120', fault: '应为 0 至 100 的整数' }]

function shown(status: string, lines: object[]) {
  const card = { record: { id: 'r/1', status }, lines, acts: [] } as never
  return mount(TaskFormLines, { props: { card }, global: { stubs: { RouterLink: { props: ['to'], template: '<a :href="to"><slot /></a>' } } } })
}

test('each row of a return is told with its state, its cells and why', async () => {
  const page = shown('open', [
    line(1, 'same'),
    line(2, 'faulty', { cells, reason: 'I5 实报进度（%）：应为 0 至 100 的整数' }),
    line(3, 'changed', { cells: [{ cell: 'J7', column: '本月情况', before: '尚未选址', after: '已经选址', fault: '' }] }),
  ])
  expect(page.findAll('.count').map((one) => one.text())).toEqual(['1 有改动', '1 填写有误', '1 未改动'])
  expect(page.findAll('li').map((one) => one.find('a').text())).toEqual(['3. 演示任务3', '2. 演示任务2', '1. 演示任务1'])
  const changed = page.findAll('li')[0]!
  expect(changed.find('del').text()).toBe('尚未选址')
  expect(changed.find('ins').text()).toBe('已经选址')
  expect(changed.text()).toContain('J7')
  expect(page.findAll('li')[1]!.find('.fault').text()).toBe('应为 0 至 100 的整数')
  expect(page.findAll('li')[1]!.text()).toContain('（空）')
  await page.findAll('.count')[1]!.trigger('click')
  expect(page.findAll('li')).toHaveLength(1)
})

test('what was reported leads to its report, and what was given up shows no rows', () => {
  const done = shown('confirmed', [line(3, 'changed', { applied: true, report_id: 'm/9' })])
  expect(done.find('.badge').text()).toBe('已报送')
  expect(done.find('li a').attributes('href')).toBe('/task-reports/m%2F9')
  expect(done.findAll('a').at(-1)!.attributes('href')).toBe('/api/v1/task-form-returns/r%2F1/content')
  expect(shown('discarded', []).text()).toContain('已经放弃')
})

test('the warning says what is left out, where something is', () => {
  const { warning } = taskFormReturns.acts!.find(({ name }) => name === 'confirm')!
  const says = warning as (record: object) => string
  expect(says({ stale: 0, foreign: 0, faulty: 0 })).not.toContain('不报送')
  expect(says({ stale: 0, foreign: 1, faulty: 0 })).toContain('越界')
  expect(rowStates.map(({ value }) => value).toSorted()).toEqual(['changed', 'faulty', 'foreign', 'missing', 'same', 'stale'])
})
