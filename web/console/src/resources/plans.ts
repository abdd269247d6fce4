import { request } from '@/api/client'
import type { Field, Option, Resource } from './types'

const planStatuses: Option[] = [
  { value: 'active', label: '实施中', tone: 'good' },
  { value: 'ended', label: '已结束', tone: 'quiet' },
]
const draftStatuses: Option[] = [
  { value: 'drafting', label: '拟订中', tone: 'info' },
  { value: 'submitted', label: '待印发', tone: 'warn' },
  { value: 'issued', label: '已印发', tone: 'good' },
  { value: 'discarded', label: '已废弃', tone: 'quiet' },
]
const origins: Option[] = [
  { value: 'console', label: '手工拟订' },
  { value: 'workbook', label: 'Excel 模板' },
  { value: 'document', label: '方案文件' },
  { value: 'plan', label: '复制已有方案' },
]
/** The years in which a plan was issued, the newest first. */
async function years(): Promise<Option[]> {
  const { data } = await request<{ items: { dated: string }[] }>('GET', '/plans', { query: { limit: 100, sort: '-dated' } })
  return [...new Set(data.items.map(({ dated }) => dated.slice(0, 4)))].map((year) => ({ value: year, label: `${year} 年` }))
}
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 500 }

export const plans: Resource = {
  noun: 'plans',
  subject: 'task',
  title: '工作方案',
  one: '工作方案',
  group: '督办',
  titleKey: 'title',
  sort: '-dated',
  createPermission: 'nobody',
  note: '印发交办的各年度方案。新方案先在【方案拟稿】里拟订，由另一人印发交办以后才列在这里。',
  columns: [
    { key: 'title', label: '方案名称' },
    { key: 'document_no', label: '文号' },
    { key: 'dated', label: '印发日期', sort: true },
    { key: 'status', label: '状态', kind: 'status', options: planStatuses },
    { key: 'due_on', label: '完成时限' },
    { key: 'supervising_unit', label: '督导单位', kind: 'ref', ref: 'units' },
    { key: 'issuer', label: '发文机关', factOnly: true },
    { key: 'annex_title', label: '附件标题', factOnly: true },
    { key: 'goal', label: '目标', kind: 'long', factOnly: true },
    { key: 'ended_on', label: '结束日期', factOnly: true, when: (row) => Boolean(row.ended_on) },
    { key: 'ended_by', label: '结束人', factOnly: true, when: (row) => Boolean(row.ended_on) },
    { key: 'end_reason', label: '结束理由', kind: 'long', factOnly: true, when: (row) => Boolean(row.ended_on) },
  ],
  filters: [
    { key: 'year', label: '印发年份', kind: 'select', options: years },
    { key: 'status', label: '状态', kind: 'select', options: planStatuses },
  ],
  acts: [
    {
      name: 'end',
      fields: [reason],
      warning: '结束以后，各项任务和灯号停在今天的样子，不再报送、催办和升级，没有办结的督办单随之终止；不能恢复。',
      danger: true,
    },
  ],
  panel: () => import('@/parts/PlanPanel.vue').then(({ default: panel }) => panel),
}

/** What a draft says of itself, apart from its tasks. */
export const planHead: Field[] = [
  { key: 'title', label: '方案名称', required: true, maxLength: 200, hint: '不加书名号' },
  { key: 'document_no', label: '文号', needed: true, maxLength: 60, hint: '如 武隆府办发〔2027〕5号' },
  { key: 'issuer', label: '发文机关', needed: true, maxLength: 100 },
  { key: 'dated', label: '印发日期', kind: 'date', needed: true, hint: '单位按这一天的名录认定' },
  { key: 'due_on', label: '完成时限', kind: 'date', needed: true, hint: '没有单独写时限的任务以它为准' },
  { key: 'supervising_unit', label: '督导单位', kind: 'ref', ref: 'units', firstHint: '不填为本单位' },
  { key: 'annex_title', label: '附件标题', maxLength: 200, hint: '不填为“方案名称＋任务分解表”' },
  { key: 'goal', label: '目标', kind: 'textarea', maxLength: 10000 },
]

export const planDrafts: Resource = {
  noun: 'plan-drafts',
  subject: 'plan-draft',
  title: '方案拟稿',
  one: '方案拟稿',
  group: '督办',
  titleKey: 'title',
  sort: '-created_at',
  createLabel: '手工拟订方案',
  saves: { label: '保存并添加任务', done: '已保存，请添加任务' },
  editable: true,
  ownDay: true,
  note: '拟订中的方案只有督导单位和局领导看得到，不上看板，不用报送，也不公开。提交以后由另一人印发交办。',
  columns: [
    { key: 'title', label: '方案名称' },
    { key: 'document_no', label: '文号' },
    { key: 'status', label: '状态', kind: 'status', options: draftStatuses },
    { key: 'task_count', label: '任务数', unit: '项' },
    { key: 'dated', label: '印发日期', sort: true },
    { key: 'due_on', label: '完成时限' },
    { key: 'supervising_unit', label: '督导单位', kind: 'ref', ref: 'units' },
    { key: 'drafted_by', label: '拟稿人' },
    { key: 'created_at', label: '建立时间', kind: 'time', sort: true },
    { key: 'origin', label: '来源', kind: 'code', options: origins, factOnly: true, said: (row) => [origins.find(({ value }) => value === row.origin)?.label, row.origin_name].filter(Boolean).join('：') },
    { key: 'issuer', label: '发文机关', factOnly: true },
    { key: 'annex_title', label: '附件标题', factOnly: true },
    { key: 'goal', label: '目标', kind: 'long', factOnly: true },
    { key: 'submitted_by', label: '提交人', factOnly: true, when: (row) => Boolean(row.submitted_on) },
    { key: 'submitted_on', label: '提交日期', factOnly: true, when: (row) => Boolean(row.submitted_on) },
    { key: 'return_reason', label: '退回理由', kind: 'long', factOnly: true, when: (row) => Boolean(row.return_reason) },
    { key: 'issued_by_name', label: '印发人', factOnly: true, when: (row) => Boolean(row.issued_on) },
    { key: 'issued_on', label: '交办日期', factOnly: true, when: (row) => Boolean(row.issued_on) },
    { key: 'plan_id', label: '工作方案', kind: 'ref', ref: 'plans', factOnly: true, when: (row) => Boolean(row.plan_id) },
    { key: 'discard_reason', label: '废弃理由', kind: 'long', factOnly: true, when: (row) => Boolean(row.discard_reason) },
  ],
  filters: [{ key: 'status', label: '状态', kind: 'select', options: draftStatuses }],
  form: planHead,
  acts: [
    { name: 'submit', fields: [], warning: '提交以后不能再改，由督导单位的另一名人员或者局领导印发交办；发现问题可以退回修改。', done: '已提交' },
    { name: 'return', fields: [reason], done: '已退回修改' },
    { name: 'issue', fields: [], warning: '印发以后，各项任务交给牵头单位签收、推进和报送，列入任务看板；印发前的日子不要求补报。牵头单位会收到通知。', done: '已印发交办' },
    { name: 'discard', fields: [reason], danger: true, done: '已废弃' },
  ],
  head: () => import('@/parts/PlanDoors.vue').then(({ default: head }) => head),
  panel: () => import('@/parts/PlanDraftPanel.vue').then(({ default: panel }) => panel),
}
