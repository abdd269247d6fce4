import { pick } from '@/format'
import type { Column, Field, Option, Resource } from './types'

const reportStatuses: Option[] = [
  { value: 'submitted', label: '已报送', tone: 'warn' },
  { value: 'returned', label: '已退回', tone: 'bad' },
  { value: 'accepted', label: '已审核', tone: 'good' },
]
export const reportFields: Field[] = [
  { key: 'progress', label: '实报进度（%）', kind: 'number', required: true },
  { key: 'done', label: '本月情况', kind: 'textarea', required: true, maxLength: 1000 },
  { key: 'problems', label: '存在问题', kind: 'textarea', maxLength: 1000 },
  { key: 'coordination', label: '需协调事项', kind: 'textarea', maxLength: 1000 },
]
export const reportColumns: Column[] = [
  { key: 'month', label: '月份' },
  { key: 'progress', label: '实报进度', kind: 'percent' },
  { key: 'done', label: '本月情况', kind: 'long' },
  { key: 'problems', label: '存在问题', kind: 'long' },
  { key: 'status', label: '状态', kind: 'status', options: reportStatuses },
]
const targetColumns: Column[] = [
  { key: 'title', label: '目标' },
  { key: 'goal', label: '目标数', said: ({ goal, unit }) => `${String(goal)} ${String(unit)}` },
  { key: 'value', label: '已计数', said: ({ value, unit, as_of }) => `${String(value)} ${String(unit)}（截至 ${String(as_of)}）` },
  { key: 'progress', label: '计数进度', kind: 'percent' },
]

export const taskReports: Resource = {
  noun: 'task-reports',
  subject: 'task',
  attachments: 'task-report-attachments',
  title: '任务月报',
  one: '月报',
  group: '督办',
  titleKey: 'month',
  heading: (told) => [pick(told, 'task.name'), `${String(told.month)} 月报`].filter(Boolean).join('　'),
  alert: ({ status, review_note, reviewed_on }) => (status === 'returned' ? { title: `已退回修改（${String(reviewed_on)}），审核意见`, text: String(review_note) } : undefined),
  sort: '-month',
  columns: [
    { key: 'month', label: '月份', sort: true },
    { key: 'plan_no', label: '方案', tableOnly: true },
    { key: 'task_number', label: '任务序号', tableOnly: true },
    { key: 'task_id', label: '任务', kind: 'ref', ref: 'tasks', to: ({ task_id }) => `/tasks/${encodeURIComponent(String(task_id))}` },
    { key: 'unit_id', label: '报送单位', kind: 'ref', ref: 'units' },
    { key: 'progress', label: '实报进度', kind: 'percent' },
    { key: 'status', label: '状态', kind: 'status', options: reportStatuses },
    { key: 'reported_on', label: '报送日期' },
    { key: 'done', label: '本月情况', kind: 'long', factOnly: true },
    { key: 'problems', label: '存在问题', kind: 'long', factOnly: true },
    { key: 'coordination', label: '需协调事项', kind: 'long', factOnly: true },
    { key: 'task.plan_no', label: '方案文号', factOnly: true },
    { key: 'task.plan_title', label: '方案名称', factOnly: true },
    { key: 'task.number', label: '任务序号', factOnly: true },
    { key: 'task.content', label: '具体内容', kind: 'long', factOnly: true },
    { key: 'task.due_on', label: '完成时限', factOnly: true },
    { key: 'task.planned', label: '计划进度', kind: 'percent', factOnly: true, said: (row) => (pick(row, 'task.planned') === null ? '' : `${String(pick(row, 'task.planned'))}%（截至 ${String(pick(row, 'task.as_of'))}）`) },
    { key: 'task.last_progress', label: '上期实报', kind: 'percent', factOnly: true, said: (row) => `${String(pick(row, 'task.last_progress'))}%（${String(pick(row, 'task.last_month'))}）` },
    { key: 'task.targets', label: '计数目标', kind: 'rows', factOnly: true, columns: targetColumns },
    { key: 'task.count_words', label: '实报与计数', kind: 'long', factOnly: true },
    { key: 'reviewed_on', label: '审核日期', factOnly: true },
    { key: 'review_note', label: '审核意见', kind: 'long', factOnly: true },
  ],
  filters: [
    { key: 'task_id', label: '任务', kind: 'ref', ref: 'tasks' },
    { key: 'month', label: '月份', kind: 'month' },
    { key: 'status', label: '状态', kind: 'select', options: reportStatuses },
  ],
  head: () => import('@/parts/TaskFormHead.vue').then(({ default: part }) => part),
  editable: true,
  createPermission: 'nobody',
  changePermission: 'task:report',
  form: reportFields,
  acts: [
    {
      name: 'review',
      fields: [
        {
          key: 'accepted',
          label: '审核结论',
          kind: 'verdict',
          options: [
            { value: 'true', label: '通过' },
            { value: 'false', label: '退回' },
          ],
          required: true,
        },
        { key: 'note', label: '审核意见', kind: 'textarea', maxLength: 500, hint: '退回时必填' },
      ],
    },
  ],
}
