import type { Option, Resource } from './types'

const kinds: Option[] = [
  { value: 'deadlines', label: '期限' },
  { value: 'calendar', label: '节假日' },
]
const statuses: Option[] = [
  { value: 'proposed', label: '待批准', tone: 'warn' },
  { value: 'adopted', label: '已采用', tone: 'good' },
  { value: 'refused', label: '未批准', tone: 'bad' },
  { value: 'withdrawn', label: '已撤回', tone: 'quiet' },
]

export const ruleTexts: Resource = {
  noun: 'rule-texts',
  subject: 'rule-text',
  title: '规则修改',
  one: '规则修改',
  group: '系统',
  titleKey: 'title',
  sort: '-created_at',
  note: '期限与节假日的修改：一人提出，另一人批准后采用；采用后不再改动，只能由新的修改代替。',
  columns: [
    { key: 'title', label: '内容' },
    { key: 'kind', label: '种类', kind: 'code', options: kinds },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'effective_on', label: '生效日', sort: true },
    { key: 'reaches_running', label: '溯及进行中', kind: 'yesno' },
    { key: 'proposer', label: '提出人' },
    { key: 'created_at', label: '提出时间', kind: 'time', sort: true },
    { key: 'reason', label: '理由', factOnly: true },
    { key: 'decider', label: '批准人', factOnly: true },
    { key: 'decided_at', label: '决定时间', kind: 'time', factOnly: true },
    { key: 'decision', label: '不予批准的理由', factOnly: true },
    { key: 'hash', label: '文本指纹', kind: 'long', factOnly: true },
  ],
  filters: [
    { key: 'kind', label: '种类', kind: 'select', options: kinds },
    { key: 'status', label: '状态', kind: 'select', options: statuses },
  ],
  acts: [
    { name: 'approve', fields: [], warning: '批准后立即采用：生效日起开始的期限按新规定计算，并记入审计日志。' },
    { name: 'refuse', fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }] },
    { name: 'withdraw', fields: [] },
  ],
  panel: () => import('@/parts/RuleChange.vue').then(({ default: panel }) => panel),
}
