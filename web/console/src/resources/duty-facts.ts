import { areas } from '@/areas'
import { firmFilter } from './firm'
import type { Option, Resource, Row } from './types'

export const dutyClasses: Option[] = [
  { value: 'late_filing', label: '逾期备案' },
  { value: 'late_change', label: '逾期变更备案' },
  { value: 'late_return', label: '逾期报送月报' },
  { value: 'missing_return', label: '缺报月报' },
  { value: 'unmended_return', label: '逾期未补正月报' },
  { value: 'late_answer', label: '逾期答复申诉' },
]
export const dutyStatuses: Option[] = [
  { value: 'pending', label: '待定', tone: 'info' },
  { value: 'final', label: '已确定', tone: 'bad' },
  { value: 'contested', label: '异议中', tone: 'warn' },
  { value: 'withdrawn', label: '已撤回', tone: 'quiet' },
]
/** What the records mean and what they do not. */
export const dutyMeaning =
  '履责记录只写明企业没有按期办理备案、变更、月报或者申诉答复，各附依据。它不是行政处罚，也不对外公示；已确定的计入诚信评价的义务维度，待定的和已撤回的不计分，异议期内提出异议的在复核以前也不计分。登记以后先告知企业，异议期满才会确定。企业可以提出一次异议，由没有经办过这件事的人复核。'
/** How long after its term, in words. */
export const lateness = (row: Row) => {
  if (row.class === 'missing_return') return '登记时仍未报送'
  if (row.class === 'unmended_return') return '退回后没有按期重报'
  return typeof row.days_late === 'number' ? `逾期 ${row.days_late} 天` : '逾期天数未核定'
}
/** The record that shows it. */
export const dutySource = (row: Row) => `/${String(row.page_noun)}/${encodeURIComponent(String(row.page_id))}`
const reason = { key: 'reason', label: '理由', kind: 'textarea' as const, required: true, maxLength: 400 }

export const dutyFacts: Resource = {
  noun: 'duty-facts',
  subject: 'duty-fact',
  title: '履责记录',
  one: '履责记录',
  group: '监管',
  titleKey: 'source_title',
  sort: '-on',
  searchHint: '企业、事项名称',
  note: dutyMeaning,
  columns: [
    { key: 'on', label: '登记日', kind: 'date', sort: true },
    { key: 'enterprise_name', label: '企业' },
    { key: 'class', label: '事项', kind: 'code', options: dutyClasses },
    { key: 'source_title', label: '来源' },
    { key: 'due_on', label: '期限届满日', kind: 'date' },
    { key: 'days_late', label: '逾期', unit: '天' },
    { key: 'status', label: '状态', kind: 'status', options: dutyStatuses },
    { key: 'basis', label: '依据', kind: 'long', factOnly: true },
    { key: 'final_on', label: '确定日期', factOnly: true },
    { key: 'contest_until', label: '异议期至', factOnly: true },
    { key: 'contested_on', label: '提出异议', factOnly: true },
    { key: 'contest_reason', label: '异议理由', kind: 'long', factOnly: true },
    { key: 'reviewed_on', label: '复核日期', factOnly: true },
    { key: 'review_reason', label: '复核意见', kind: 'long', factOnly: true },
    { key: 'withdrawn_on', label: '撤回日期', factOnly: true },
    { key: 'withdraw_reason', label: '撤回原因', kind: 'long', factOnly: true },
    { key: 'area_code', label: '区划', kind: 'code', options: areas, factOnly: true },
  ],
  filters: [
    firmFilter,
    { key: 'class', label: '事项', kind: 'select', options: dutyClasses },
    { key: 'status', label: '状态', kind: 'select', options: dutyStatuses },
    { key: 'from', label: '登记日从', kind: 'date' },
    { key: 'to', label: '登记日到', kind: 'date' },
  ],
  acts: [
    {
      name: 'contest',
      fields: [reason],
      warning: ({ contest_until }) =>
        `异议只能提出一次，请写清楚事实。有书面材料的，另交管理局。${contest_until ? `${String(contest_until)}（含当日）以前` : '异议期内'}提出的，复核以前这条记录不计分；期满以后提出的，请写明逾期原因，复核期间照常计分，异议成立的撤回。`,
    },
    { name: 'uphold', fields: [reason], warning: '维持以后，这条记录计入诚信评价，已确定的仍按原来的确定日期；企业不能再次提出异议。' },
    { name: 'withdraw', fields: [reason], danger: true, warning: '撤回以后，这条记录不再计入诚信评价，不能恢复；记录本身仍保留。' },
  ],
  panel: () => import('@/parts/DutyFactPanel.vue').then(({ default: panel }) => panel),
}
