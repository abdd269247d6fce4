import type { Option, Resource } from './types'

const statuses: Option[] = [
  { value: 'running', label: '运行中', tone: 'info' },
  { value: 'done', label: '完成', tone: 'good' },
  { value: 'failed', label: '失败', tone: 'bad' },
  { value: 'baseline', label: '起点', tone: 'quiet' },
]

export const jobs: Resource = {
  noun: 'job-runs',
  subject: 'job',
  title: '定时任务',
  one: '运行记录',
  group: '系统',
  titleKey: 'job',
  sort: '-slot',
  note: '每个任务在每个时点只运行一次；停机错过的时点在恢复后补算。',
  listOnly: true,
  createPermission: 'job:run',
  createLabel: '运行任务',
  columns: [
    { key: 'job', label: '任务', kind: 'ref', ref: 'jobs' },
    { key: 'slot', label: '时点', kind: 'time', sort: true },
    { key: 'as_of', label: '计算截止日' },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'outcome', label: '结果' },
    { key: 'finished_at', label: '完成时间', kind: 'time' },
  ],
  filters: [
    { key: 'job', label: '任务', kind: 'ref', ref: 'jobs' },
    { key: 'status', label: '状态', kind: 'select', options: statuses },
  ],
  form: [
    { key: 'job', label: '任务', kind: 'ref', ref: 'jobs', required: true },
    { key: 'as_of', label: '计算截止日', kind: 'date', required: true, hint: '同一截止日重复运行，结果不变' },
  ],
}
