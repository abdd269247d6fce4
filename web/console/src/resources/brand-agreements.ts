import { request } from '@/api/client'
import { cardOf, type Card } from '@/card'
import { dayAfter } from '@/format'
import { firmFilter } from './firm'
import type { Column, Field, Following, Option, Resource, Row } from './types'

export const agreementStates: Option[] = [
  { value: 'in_force', label: '有效', tone: 'good' },
  { value: 'expiring', label: '60 日内到期', tone: 'warn' },
  { value: 'expired', label: '已到期', tone: 'bad' },
  { value: 'ended', label: '已终止', tone: 'bad' },
  { value: 'early', label: '尚未生效', tone: 'info' },
  { value: 'voided', label: '登记已作废', tone: 'quiet' },
]
export const agreementKinds: Option[] = [
  { value: 'own', label: '自有品牌' },
  { value: 'franchise', label: '加盟协议' },
  { value: 'agency', label: '代理协议' },
]
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }

const formerColumns: Column[] = [
  { key: 'brand', label: '品牌' },
  { key: 'kind', label: '依据', kind: 'code', options: agreementKinds },
  { key: 'state', label: '状态', kind: 'status', options: agreementStates },
  { key: 'document_no', label: '协议编号' },
  { key: 'from', label: '有效期自' },
  { key: 'last_day', label: '有效至' },
]

/** An agreement that is renewed begins with what the one before it says, on the day after its end. */
async function agreementFollowing({ renews }: Record<string, unknown>): Promise<Following | undefined> {
  if (typeof renews !== 'string' || !renews) return undefined
  const former = cardOf((await request<Card>('GET', `/brand-agreements/${encodeURIComponent(renews)}`)).data).record
  const { enterprise_id, brand, kind, document_no, last_day } = former
  const begins: Record<string, unknown> = { enterprise_id, brand, kind, document_no }
  if (last_day) begins.from = dayAfter(String(last_day))
  return { title: '原协议', former, columns: formerColumns, begins, note: '协议编号按新签的协议改；新协议自原协议到期的次日起，才不留空档。' }
}

/** How the end points that bear the brand are told of in few words. */
function bearersOf(record: Row): string {
  const bearers = (record.bearers as { name: string }[] | undefined) ?? []
  if (!bearers.length) return '没有已备案的网点挂这个品牌。'
  const named = bearers.slice(0, 5).map(({ name }) => name).join('、')
  return `挂这个品牌的已备案网点有 ${bearers.length}${record.more_bearers ? ' 个以上' : ' 个'}：${named}${bearers.length > 5 ? '等' : ''}。终止后这些网点应办理变更备案，企业的待办和数据质量里会列出，公开的回执会注明这个品牌的协议已终止。`
}

export const brandAgreements: Resource = {
  noun: 'brand-agreements',
  subject: 'brand-agreement',
  title: '品牌协议',
  one: '品牌协议',
  group: '监管',
  titleKey: 'brand',
  sort: '-created_at',
  searchHint: '企业名称、统一社会信用代码或品牌',
  createLabel: '登记品牌',
  note: '企业可以用哪些品牌、凭什么用、用到哪天。一家企业可以有几个品牌；网点备案时逐个核对，没有协议的只提示，由执法人员人工核对。到期前 60 日、30 日各提醒企业和管理局一次。',
  columns: [
    { key: 'brand', label: '品牌' },
    { key: 'enterprise_name', label: '企业' },
    { key: 'kind', label: '依据', kind: 'code', options: agreementKinds },
    { key: 'state', label: '状态', kind: 'status', options: agreementStates },
    { key: 'from', label: '有效期自' },
    { key: 'last_day', label: '有效至', sort: true },
    { key: 'document_no', label: '协议编号', factOnly: true },
    { key: 'until', label: '协议载明有效期至', factOnly: true },
    { key: 'note', label: '说明', kind: 'long', factOnly: true },
    { key: 'recorded_by', label: '登记人', factOnly: true },
    { key: 'ended_on', label: '终止日期', factOnly: true },
    { key: 'end_reason', label: '终止理由', kind: 'long', factOnly: true },
    { key: 'ended_by', label: '终止登记人', factOnly: true },
    { key: 'voided_on', label: '作废日期', factOnly: true },
    { key: 'void_reason', label: '作废理由', kind: 'long', factOnly: true },
    { key: 'voided_by', label: '作废人', factOnly: true },
  ],
  filters: [
    firmFilter,
    { key: 'brand', label: '品牌', maxLength: 30 },
    { key: 'kind', label: '依据', kind: 'select', options: agreementKinds },
    { key: 'ends_before', label: '早于此日到期', kind: 'date' },
  ],
  form: [
    { key: 'enterprise_id', label: '企业', kind: 'ref', ref: 'enterprises', required: true },
    { key: 'brand', label: '品牌', required: true, maxLength: 30 },
    { key: 'kind', label: '依据', kind: 'select', options: agreementKinds, required: true },
    { key: 'document_no', label: '协议编号', maxLength: 100, requiredWhen: ({ kind }) => kind === 'franchise' || kind === 'agency', hint: '自有品牌可以不填' },
    { key: 'from', label: '有效期自', kind: 'date', required: true },
    { key: 'until', label: '有效期至', kind: 'date', hint: '没有期限的留空' },
    { key: 'note', label: '说明', kind: 'textarea', maxLength: 400 },
  ],
  acts: [
    {
      name: 'end',
      danger: true,
      warning: (record) => `登记后，自终止日起${String(record.enterprise_name)}没有这份“${String(record.brand)}”的协议。${bearersOf(record)}此事不能撤回。`,
      fields: [{ key: 'on', label: '自哪天起终止', kind: 'date', required: true, hint: '不得晚于今天；约定将来终止的，到那天再登记' }, reason],
    },
    { name: 'void', danger: true, warning: '仅用于登记错了的：作废后，这次登记在任何一天都不算数。协议真的终止了的，请按【终止协议】。', fields: [reason] },
  ],
  follows: agreementFollowing,
  onward: ({ id, state, last_day }) => (last_day && ['in_force', 'expiring', 'expired'].includes(String(state)) ? { label: '登记续签的协议', to: `/brand-agreements/new?renews=${encodeURIComponent(id)}` } : undefined),
  panel: () => import('@/parts/BrandBearers.vue').then(({ default: panel }) => panel),
}
