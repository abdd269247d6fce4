import { flushPromises, mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import TaskSlipPaper from '@/pages/TaskSlipPaper.vue'
import { taskSlips } from '@/resources/task-slips'
import { tasks } from '@/resources/tasks'

const slip = {
  id: 's1', number: '督办〔2026〕2号', issuer_name: '武隆区商务委员会', task_id: 't1', task_name: '推进快递进村', unit_name: '武隆区交通局', colour: 'orange',
  matter: '上一张蓝色督办单（督办〔2026〕1号）应在2026-02-05前（含当日）回复，逾期未回复；现为红灯：计划30%，实报5%，落后25个百分点', matter_basis: '平台默认规则', demand: '请由分管负责人审定', person: '分管负责人', due_on: '2026-02-11',
  due_basis: '平台默认设置', issued_on: '2026-02-06', issued_by: '督导员', former_no: '督办〔2026〕1号', status: 'issued', signed_on: '', signed_by: '', answered_on: '',
  answered_by: '', cause: '', measures: '', judged_on: '', judged_by: '', judge_note: '', instruction: '', instructed_on: '', instructed_by: '', end_reason: '',
}

async function paper(change: object) {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ record: { ...slip, ...change }, acts: [], history: [] }), { status: 200, headers: { 'Content-Type': 'application/json' } }))
  const page = mount(TaskSlipPaper, { props: { id: 's1' }, global: { stubs: { RouterLink: { props: ['to'], template: '<a :href="to"><slot /></a>' }, ElButton: true } } })
  await flushPromises()
  vi.unstubAllGlobals()
  return page
}

test('the paper has a letterhead, its colour in words and every field, with the basis and room for the stamp', async () => {
  const page = await paper({})
  expect(page.find('.letterhead').text()).toBe('督办通知单')
  expect(page.find('.band').text()).toBe('橙色（警告）')
  expect(page.find('.paper').classes()).toContain('orange')
  for (const words of ['武隆区商务委员会', '督办〔2026〕2号', '推进快递进村', '上一张蓝色督办单（督办〔2026〕1号）', '落后25个百分点', '请由分管负责人审定', '武隆区交通局', '分管负责人', '2026年2月11日前', '事项：平台默认规则', '时限：平台默认设置', '2026年2月6日', '（盖章）', '签收', '审核意见']) {
    expect(page.text(), words).toContain(words)
  }
  expect(page.find('.void').exists()).toBe(false)
})

test('what was done about it stands on the paper, and a refusal only until the next answer', async () => {
  const answer = { status: 'signed', signed_on: '2026-02-09', signed_by: '交通局', answered_on: '2026-02-09', answered_by: '交通局', cause: '人员调整', measures: '二月底前补报', judged_on: '2026-02-10', judged_by: '督导员', judge_note: '没有写明谁来做' }
  const refused = (await paper(answer)).text()
  for (const words of ['原因：人员调整', '整改措施：二月底前补报', '退回：没有写明谁来做', '2026年2月10日']) expect(refused).toContain(words)
  expect((await paper({ ...answer, status: 'answered' })).text()).not.toContain('退回：')
  expect((await paper({ ...answer, status: 'closed' })).text()).toContain('采纳：')
})

test('a slip that was withdrawn cannot pass for one that holds', async () => {
  expect((await paper({ status: 'withdrawn', end_reason: '单位写错' })).find('.void').text()).toBe('已撤回，作废：单位写错')
})

test('a task shows its slips and leads to them', () => {
  const column = tasks.columns.find(({ key }) => key === 'slips')!
  expect(column.link!({ id: 'a b' })).toBe('/task-slips/a%20b')
  const warning = taskSlips.acts!.find(({ name }) => name === 'answer')!.warning as (row: object) => string
  expect(warning({ due_on: '2026-02-11' })).toContain('2026-02-11')
})
