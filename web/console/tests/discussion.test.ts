import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { askedBefore, encoded, labelsOf, matching, type Mention } from '@/mentions'
import TaskCommentForm from '@/parts/TaskCommentForm.vue'
import TaskDiscussion from '@/parts/TaskDiscussion.vue'

const people: Mention[] = [
  { kind: 'unit', id: 'qu-jiaotongju', name: '区交通局', unit: '' },
  { kind: 'unit', id: 'qu-jiaoxunjing', name: '区交巡警支队', unit: '' },
  { kind: 'user', id: 'u1', name: '李交', unit: '区商务委' },
  { kind: 'user', id: 'u2', name: '李交通', unit: '区商务委' },
]
const stubs = { ElButton: { template: '<button><slot /></button>' }, ProblemNote: true }

afterEach(() => vi.unstubAllGlobals())

test('a choice begins at the last @ before the caret and ends with a space', () => {
  expect(askedBefore('请 @交', 4)).toEqual({ from: 2, typed: '交' })
  expect(askedBefore('请 @', 3)).toEqual({ from: 2, typed: '' })
  expect(askedBefore('请 @区交通局 看', 8)).toBeUndefined()
  expect(askedBefore('没有', 2)).toBeUndefined()
  expect(matching(people, '区交').map(({ id }) => id)).toEqual(['qu-jiaotongju', 'qu-jiaoxunjing'])
  expect(matching(people, '商务').map(({ id }) => id)).toEqual(['u1', 'u2'])
})

test('what was chosen is sent by its id, the longer name first', () => {
  expect(encoded('@区交通局 和 @李交通（区商务委） @李交（区商务委） @别人', people)).toBe('@[unit:qu-jiaotongju] 和 @[user:u2] @[user:u1] @别人')
})

test('a mention is chosen by keyboard alone and sent by its id', async () => {
  const sent: { url: string; body: string }[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (init.method === 'POST') sent.push({ url: String(url), body: String(init.body) })
    return new Response(JSON.stringify(init.method === 'POST' ? { id: 'c1' } : { items: people }), { status: 200, headers: { 'Content-Type': 'application/json' } })
  })
  const form = mount(TaskCommentForm, { props: { taskId: 't1' }, global: { stubs }, attachTo: document.body })
  const area = form.find('textarea')
  await area.setValue('请 @区交')
  area.element.setSelectionRange(5, 5)
  await area.trigger('input')
  await flushPromises()
  expect(form.findAll('[role=option]').map((one) => one.text())).toEqual(['区交通局单位', '区交巡警支队单位'])
  await area.trigger('keydown', { key: 'ArrowDown' })
  expect(area.attributes('aria-activedescendant')).toBe('comment-choice-1')
  await area.trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(area.element.value).toBe('请 @区交巡警支队 ')
  await form.trigger('submit')
  await flushPromises()
  expect(sent).toHaveLength(1)
  expect(JSON.parse(sent[0]!.body)).toEqual({ task_id: 't1', text: '请 @[unit:qu-jiaoxunjing] ' })
  expect(form.emitted('said')).toHaveLength(1)
  form.unmount()
})

test('a thread shows mentions, files and what was taken back, without its text', async () => {
  const items = [
    { id: 'c2', author_name: '乙', unit_name: '区商务委', created_at: '2026-03-02T02:00:00Z', pieces: [], files: [], mine: false, hidden: true, version: 2 },
    { id: 'c1', author_name: '甲', unit_name: '区交通局', created_at: '2026-03-01T02:00:00Z', pieces: [{ text: '请 ' }, { text: '@区商务委', mention: { kind: 'unit', id: 'x' } }], files: [{ id: 'f1', name: '清单.pdf', size: 9 }], mine: true, hidden: false, version: 1 },
  ]
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ items, next: '', comment: { name: 'comment', title: '发言', allowed: false, reason: '只有参与单位可以发言' } }), { status: 200, headers: { 'Content-Type': 'application/json' } }))
  const thread = mount(TaskDiscussion, { props: { card: { record: { id: 't1' }, acts: [], history: [] } as never }, global: { stubs } })
  await flushPromises()
  const said = thread.findAll('.thread > li')
  expect(said.map((one) => one.find('strong').text())).toEqual(['甲', '乙'])
  expect(said[0]!.find('mark').text()).toBe('@区商务委')
  expect(said[0]!.find('a').attributes('href')).toContain('/task-comment-attachments/f1/content')
  expect(said[0]!.text()).toContain('撤回')
  expect(said[1]!.text()).toContain('这条发言已由本人撤回')
  expect(thread.find('textarea').exists()).toBe(false)
  expect(thread.text()).toContain('只有参与单位可以发言')
})

test('of two people of one name the one that was chosen is meant, and each is told from the other', () => {
  const two: Mention[] = ['u1', 'u2'].map((id) => ({ kind: 'user', id, name: '李交通', unit: '区商务委' }))
  const labels = labelsOf(two)
  expect([...labels.values()]).toEqual(['@李交通（区商务委）（第 1 位）', '@李交通（区商务委）（第 2 位）'])
  expect(encoded(`看 ${labels.get('u2')} 吧`, [two[1]!], two)).toBe('看 @[user:u2] 吧')
  expect(encoded(`${labels.get('u1')}，${labels.get('u2')}`, two, two)).toBe('@[user:u1]，@[user:u2]')
})

test('a chosen name is not the beginning of a longer one that was typed', () => {
  const unit = { kind: 'unit', id: 'qu-jiaotongju', name: '区交通局', unit: '' } as Mention
  const centre = { kind: 'unit', id: 'yunshu', name: '区交通局（运输中心', unit: '' } as Mention
  expect(encoded('@区交通局 请看，@区交通局长不用。@区交通局，谢谢@区交通局', [unit], [unit, centre])).toBe(
    '@[unit:qu-jiaotongju] 请看，@区交通局长不用。@[unit:qu-jiaotongju]，谢谢@[unit:qu-jiaotongju]',
  )
  expect(encoded('@区交通局（运输中心 请看', [unit], [unit, centre])).toBe('@区交通局（运输中心 请看')
})
