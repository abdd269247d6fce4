import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import TaskCourse from '@/parts/TaskCourse.vue'
import { spot, stepsOf } from '@/task-course'

const one = {
  id: 'm1', title: '选址', deliverable: '选址清单', owner_name: '区商务委', weight: 30, due_on: '2026-05-01', reason: '按方案分解', set_by: '督导员', set_on: '2026-03-02',
  claimed_on: '', evidence: '', reached_on: '', confirmed_on: '', answer: '', ended_on: '', end_reason: '',
}
const record = { id: 'k1', start_on: '2026-03-01', due_on: '2026-12-31' }
const decision = { seen: { as_of: '2026-04-28', planned: 28 } }
const shown = (card: object) => mount(TaskCourse, { props: { card: { record, decision, acts: [], ...card } as never } })

test('each milestone says its day, the days left or gone, what it delivers and how far it is', () => {
  const page = shown({
    milestones: [
      one,
      { ...one, id: 'm2', title: '方案', due_on: '2026-04-20', claimed_on: '2026-04-19', confirmed_on: '2026-04-21', answer: '缺两个乡镇' },
      { ...one, id: 'm3', title: '启动', due_on: '2026-04-01', claimed_on: '2026-03-30', confirmed_on: '2026-04-02', reached_on: '2026-03-30' },
      { ...one, id: 'm4', title: '设备', due_on: '2026-06-01', claimed_on: '2026-04-27' },
    ],
    reports: [{ month: '2026-03', progress: 20, reported_on: '2026-03-24', status: 'accepted' }],
  })
  const said = page.findAll('ol > li').map((li) => li.text())
  expect(said[0]).toContain('还有 3 天')
  expect(said[0]).toContain('选址清单')
  expect(said[1]).toContain('逾期 8 天，2026-04-21 退回：缺两个乡镇')
  expect(said[2]).toContain('2026-03-30 完成，2026-04-02 核对')
  expect(said[3]).toContain('2026-04-27 报送完成，等待核对')
  expect(page.text()).toContain('里程碑进度 25%')
  expect(page.find('svg').attributes('aria-label')).toContain('应完成 28%，最近一次报送 20%')
  expect(page.findAll('rect.mark')).toHaveLength(4)
  expect(page.findAll('rect.mark.done')).toHaveLength(1)
})

test('a task without milestones says how its plan is computed, and one without days draws nothing', () => {
  expect(shown({}).text()).toContain('没有设定里程碑')
  expect(shown({ record: { id: 'k1', start_on: '', due_on: '' } }).find('svg').exists()).toBe(false)
})

test('a light that was changed by hand says by whom, until when and why', () => {
  const change = {
    id: 'c1', light: 'green', reason: '工期已补回', until_on: '2026-05-20', status: 'approved', asked_name: '督导员', asked_on: '2026-04-10',
    decided_by: '局领导', from_on: '2026-04-11', answer: '情况属实', ended_on: '', ended_by: '', end_reason: '',
  }
  const text = shown({ light_changes: [change] }).text()
  for (const words of ['绿灯', '已批准', '督导员申请', '至 2026-05-20', '工期已补回', '局领导：情况属实']) expect(text).toContain(words)
})

test('the line of the plan goes through the milestones by weight', () => {
  expect(stepsOf('2026-01-01', '2026-12-31', [])).toEqual([{ on: '2026-01-01', percent: 0 }, { on: '2026-12-31', percent: 100 }])
  expect(stepsOf('2026-01-01', '2026-12-31', [{ due_on: '2026-06-01', weight: 30 }, { due_on: '2026-03-01', weight: 10 }, { due_on: '2026-06-01', weight: 10 }])).toEqual([
    { on: '2026-01-01', percent: 0 }, { on: '2026-03-01', percent: 20 }, { on: '2026-06-01', percent: 100 }, { on: '2026-12-31', percent: 100 },
  ])
  expect([spot('2026-01-01', '2026-01-11', '2026-01-06'), spot('2026-01-01', '2026-01-11', '2027-01-01'), spot('2026-01-01', '2026-01-11', '2025-01-01')]).toEqual([0.5, 1, 0])
})
