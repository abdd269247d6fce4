import { qualityFilter } from '@/quality'
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
  note: '每个任务在每个时点只运行一次；停机错过的时点在恢复后补算。失败的自动重试，间隔由 3 分钟逐次加倍到 1 小时；系统管理员、局领导、执法人员可重新运行失败的一次；按指定的截止日运行由局领导、执法人员办理。点了以后在后台运行，刷新本页看进展。',
  createPermission: 'job:run',
  createLabel: '运行任务',
  columns: [
    { key: 'job', label: '任务', kind: 'ref', ref: 'jobs' },
    { key: 'slot', label: '时点', kind: 'time', sort: true },
    { key: 'as_of', label: '计算截止日' },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'outcome', label: '结果' },
    { key: 'failures', label: '失败次数' },
    { key: 'took_ms', label: '用时', unit: '毫秒' },
    { key: 'finished_at', label: '完成时间', kind: 'time' },
    { key: 'started_at', label: '最近一次开始', kind: 'time', factOnly: true },
    { key: 'retry_at', label: '自动重试时间', kind: 'time', factOnly: true },
  ],
  filters: [
    { key: 'job', label: '任务', kind: 'ref', ref: 'jobs' },
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    qualityFilter('job-runs'),
  ],
  acts: [{ name: 'rerun', fields: [] }],
  form: [
    { key: 'job', label: '任务', kind: 'ref', ref: 'jobs', required: true },
    { key: 'as_of', label: '计算截止日', kind: 'date', required: true, hint: '同一截止日重复运行，结果不变' },
  ],
}
