import { areas } from '@/areas'
import { firmFilter } from './firm'
import type { Option, Resource } from './types'

const statuses: Option[] = [
  { value: 'candidate', label: '候选', tone: 'warn' },
  { value: 'reviewed', label: '已法制审核', tone: 'info' },
  { value: 'published', label: '已发布', tone: 'good' },
]
export const lists: Option[] = [
  { value: 'red', label: '红榜', tone: 'good' },
  { value: 'black', label: '黑榜', tone: 'bad' },
]
export const entryStatuses: Option[] = [
  { value: 'candidate', label: '候选', tone: 'warn' },
  { value: 'noticed', label: '已告知', tone: 'info' },
  { value: 'published', label: '已发布', tone: 'good' },
  { value: 'excluded', label: '不予列入', tone: 'quiet' },
  { value: 'withdrawn', label: '已撤回', tone: 'bad' },
  { value: 'ended', label: '公示期满', tone: 'quiet' },
]

interface Held {
  enterprise_name: string
  reasons: string[]
}
function approval(reply: unknown): string[] {
  const { published, held } = reply as { published: number; held: Held[] }
  const waiting = held.map(({ enterprise_name, reasons }) => `${enterprise_name} 暂缓：${reasons.join('；')}`)
  return [`已发布 ${published} 家，暂缓 ${held.length} 家。`, ...waiting]
}

export const editions: Resource = {
  noun: 'editions',
  subject: 'edition',
  title: '诚信红黑榜',
  one: '榜单',
  group: '信用',
  titleKey: 'title',
  note: '定期诚信考核的结果，由定时任务按评价办法算出候选，经告知、申辩、法制审核和批准后发布；不作为行政处罚的依据。',
  columns: [
    { key: 'title', label: '期次' },
    { key: 'as_of', label: '截止日', sort: true },
    { key: 'subjects', label: '参评企业', unit: '家' },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'published_on', label: '发布日期' },
    { key: 'proposed_by', label: '提名人', kind: 'ref', ref: 'officers', factOnly: true },
    { key: 'reviewed_by', label: '法制审核人', kind: 'ref', ref: 'officers', factOnly: true },
    { key: 'reviewed_on', label: '审核日期', factOnly: true },
    { key: 'review_note', label: '审核意见', kind: 'long', factOnly: true },
    { key: 'approved_by', label: '批准人', kind: 'ref', ref: 'officers', factOnly: true },
    { key: 'rulebook_id', label: '评价规则版本', factOnly: true, last: true },
    { key: 'rulebook_hash', label: '规则校验值', kind: 'long', factOnly: true, last: true },
    { key: 'results_hash', label: '结果校验值', kind: 'long', factOnly: true, last: true },
    { key: 'bundle_hash', label: '评价包校验值', kind: 'long', factOnly: true, last: true },
  ],
  filters: [{ key: 'status', label: '状态', kind: 'select', options: statuses }],
  acts: [
    {
      name: 'review',
      fields: [{ key: 'note', label: '审核意见', kind: 'textarea', required: true, maxLength: 500 }],
      warning: '通过后同时拟出各条目的公开文本并送审，到“信息公开”由其他人作保密审查和个人信息审查，之后才能批准发布。',
    },
    {
      name: 'approve',
      fields: [],
      warning: '条件已满足的条目立即对外公示；告知、申辩、公开文本审查未完成的条目暂缓，完成后可再次批准。',
      outcome: approval,
    },
  ],
  panel: () => import('@/parts/EditionEntries.vue').then((module) => module.default),
}

const bands: Option[] = [
  { value: 'green', label: '绿' },
  { value: 'amber', label: '黄' },
  { value: 'red', label: '红' },
  { value: 'grey', label: '灰' },
]

export const editionEntries: Resource = {
  noun: 'edition-entries',
  subject: 'edition-entry',
  attachments: 'edition-entry-attachments',
  title: '上榜条目',
  one: '条目',
  group: '信用',
  titleKey: 'enterprise_name',
  searchHint: '企业名称或统一社会信用代码',
  columns: [
    { key: 'enterprise_name', label: '企业', sort: true },
    { key: 'list', label: '榜别', kind: 'status', options: lists },
    { key: 'band', label: '等级', kind: 'code', options: bands },
    { key: 'score', label: '检查记分', kind: 'hundredths' },
    { key: 'status', label: '状态', kind: 'status', options: entryStatuses },
    { key: 'published_on', label: '发布日期' },
    { key: 'ends_on', label: '公示至' },
    { key: 'uscc', label: '统一社会信用代码', factOnly: true },
    { key: 'area_code', label: '所在区划', kind: 'code', options: areas, factOnly: true },
    { key: 'reasons', label: '理由', kind: 'long', factOnly: true },
    { key: 'notice_served_on', label: '告知书送达', factOnly: true },
    { key: 'statement_due', label: '申辩截止', factOnly: true },
    { key: 'statement', label: '陈述申辩', kind: 'long', factOnly: true },
    { key: 'statement_received_on', label: '申辩收到日期', factOnly: true },
    { key: 'considered_by', label: '复核人', kind: 'ref', ref: 'officers', factOnly: true },
    { key: 'considered_note', label: '复核意见', kind: 'long', factOnly: true },
    { key: 'end_reason', label: '终止理由', kind: 'long', factOnly: true },
  ],
  filters: [
    firmFilter,
    { key: 'list', label: '榜别', kind: 'select', options: lists },
    { key: 'status', label: '状态', kind: 'select', options: entryStatuses },
  ],
  acts: [
    { name: 'notify', fields: [{ key: 'served_on', label: '告知书送达日期', kind: 'date', required: true }] },
    {
      name: 'state',
      fields: [
        { key: 'statement', label: '陈述申辩内容', kind: 'textarea', required: true, maxLength: 2000, hint: '此前提交的内容保留，这里写补充' },
        { key: 'received_on', label: '收到日期', kind: 'date', hint: '管理局代为录入时必填；企业自行提交的不填' },
      ],
    },
    { name: 'consider', fields: [{ key: 'note', label: '复核意见', kind: 'textarea', required: true, maxLength: 500 }] },
    { name: 'exclude', fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 500 }], danger: true },
    {
      name: 'withdraw',
      fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 500 }],
      warning: '撤回后立即从公示页面移除。',
      danger: true,
    },
  ],
}
