import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import ActPanel from '@/parts/ActPanel.vue'
import { typedTask, type PlanTask } from '@/plan-draft'
import { createMemoryHistory, createRouter } from 'vue-router'
import { tasks } from '@/resources/tasks'
import type { Row } from '@/resources/types'

const record = {
  id: 't1', light: 'red', light_reason: '逾期4天未报', claimed: 60, planned: 80, progress: 100, due_on: '2026-11-30', asked_due_on: '2027-01-31', asked_reason: '工程延期', asked_on: '2026-11-20',
  finish_note: '已全部建成', count_words: '高出60个百分点', count_differs: true, reports: [{ month: '2026-10', status: 'submitted' }, { month: '2026-09', status: 'accepted' }],
  light_changes: [{ light: 'green', reason: '工期已补回', until_on: '2026-12-20', status: 'asked', asked_name: '督导员', asked_on: '2026-11-21' }],
  milestones: [{ title: '选址', due_on: '2026-05-31', claimed_on: '2026-05-30', confirmed_on: '', evidence: '选址清单' }],
  next_slip: { matter: '红灯：逾期4天未报', unit_name: '武隆区交通局', due_on: '2026-12-03', due_basis: '平台默认设置' },
} as unknown as Row
const actOf = (name: string) => tasks.acts!.find((act) => act.name === name)!
const said = (name: string, of = record) => (actOf(name).facts?.(of) ?? []).map(({ label, text }) => `${label}：${text}`).join('\n')

test('who decides sees what was asked for, by whom and why', () => {
  for (const words of ['调整为：绿灯', '截止日期：2026-12-20', '督导员，2026-11-21', '工期已补回', '红灯：逾期4天未报']) expect(said('approve-light'), words).toContain(words)
  for (const name of ['extend', 'refuse-extension']) for (const words of ['由 2026-11-30 延至 2027-01-31', '工程延期', '2026-11-20', '红灯']) expect(said(name), words).toContain(words)
  expect(said('suspend', { ...record, asked_due_on: '', asked_status: 'deferred' } as Row)).toContain('申请：暂缓')
  expect(said('settle-milestone')).toContain('选址：时限 2026-05-31，2026-05-30 报送：选址清单')
  expect(said('issue-slip')).toContain('责任单位：武隆区交通局\n事项：红灯：逾期4天未报\n回复时限：2026-12-03（含当日）')
})

test('who strikes a task off is warned of what differs too much and of reports that wait', () => {
  expect(said('close')).toContain('完成情况：已全部建成')
  const doubts = actOf('close').doubts!(record)
  expect(doubts).toHaveLength(2)
  expect(doubts[0]).toContain('相差过大')
  expect(doubts[1]).toContain('1 份月报没有审核：2026-10')
  expect(actOf('close').doubts!({ ...record, count_differs: false, reports: [] } as Row)).toEqual([])
})

test('the dialog shows them above its form', async () => {
  setActivePinia(createPinia())
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)', component: { template: '<i />' } }] })
  await router.push('/tasks/t1')
  const page = mount(ActPanel, {
    props: { resource: tasks, record, etag: '"1"', acts: [{ name: 'extend', title: '批准延期', allowed: true, reason: '' }] as never },
    global: { plugins: [router], stubs: { ElDialog: { template: '<div><slot /></div>' }, ElButton: { template: '<button><slot /></button>' }, ResourceForm: true, DueNote: true, RouterLink: true } },
  })
  await page.find('.acts button').trigger('click')
  expect(page.find('dl.decided').text()).toContain('工程延期')
})

test('a rhythm that could not be read is asked for anew', () => {
  const task = { rhythm: 'monthly', support: [], responsible: [], milestones: [] } as unknown as PlanTask
  expect(typedTask(task, [{ field: 'rhythm', error: true }]).rhythm).toBe('')
  expect(typedTask(task, [{ field: 'lead', error: true }]).rhythm).toBe('monthly')
})
