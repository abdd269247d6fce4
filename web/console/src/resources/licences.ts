import { request } from '@/api/client'
import { areas } from '@/areas'
import { cardOf, type Card } from '@/card'
import { dayAfter, dayBefore, yearsAfter } from '@/format'
import { firmFilter, importFilter } from './firm'
import { restoration } from './restoration'
import type { Column, Field, Following, Option, Resource, Row } from './types'

export const licenceStates: Option[] = [
  { value: 'in_force', label: '有效', tone: 'good' },
  { value: 'expiring', label: '60 日内到期', tone: 'warn' },
  { value: 'expired', label: '已到期', tone: 'bad' },
  { value: 'ended', label: '已终止', tone: 'bad' },
  { value: 'replaced', label: '已由后证接替', tone: 'quiet' },
  { value: 'early', label: '尚未生效', tone: 'info' },
  { value: 'undated', label: '没有有效期', tone: 'bad' },
  { value: 'voided', label: '登记已作废', tone: 'quiet' },
]
export const licenceKinds: Option[] = [
  { value: 'first', label: '首次许可' },
  { value: 'renewal', label: '延续' },
  { value: 'change', label: '变更' },
]
export const licenceEndings: Option[] = [
  { value: 'cancelled', label: '注销' },
  { value: 'revoked', label: '吊销' },
  { value: 'withdrawn', label: '撤销' },
]
const takenBack: Option[] = [
  { value: 'ended', label: '登记终止' },
  { value: 'voided', label: '作废登记' },
]
export const licenceScopes: Option[] = [
  { value: 'province', label: '省内快递' },
  { value: 'national', label: '跨省快递' },
  { value: 'international', label: '国际快递' },
]
export const licenceAreas: Option[] = [
  { value: '100000', label: '全国' },
  { value: '500000', label: '重庆市（全市）' },
  ...areas.map(({ value, label }) => ({ value, label: value.length === 6 ? `${label}（全区）` : label })),
]
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }

const formerColumns: Column[] = [
  { key: 'number', label: '许可证号' },
  { key: 'kind', label: '许可事项', kind: 'code', options: licenceKinds },
  { key: 'state', label: '状态', kind: 'status', options: licenceStates },
  { key: 'from', label: '有效期自' },
  { key: 'last_day', label: '有效至' },
  { key: 'scope', label: '业务范围', kind: 'list', options: licenceScopes },
  { key: 'areas', label: '地域范围', kind: 'list', options: licenceAreas },
]

/** A renewal begins with what the licence before it says and on the day after its end; what
 * else is registered of an enterprise that has a licence, with its number and scope. */
export async function licenceFollowing(query: Record<string, unknown>): Promise<Following | undefined> {
  const renews = typeof query.renews === 'string' ? query.renews : ''
  const firm = typeof query.enterprise_id === 'string' ? query.enterprise_id : ''
  let former: Row | undefined
  if (renews) former = cardOf((await request<Card>('GET', `/licences/${encodeURIComponent(renews)}`)).data).record
  else if (firm) {
    const card = cardOf((await request<Card>('GET', `/enterprises/${encodeURIComponent(firm)}`)).data)
    former = ((card.record.licences as Row[] | undefined) ?? []).filter(({ voided_on }) => !voided_on).at(-1)
  }
  if (!former) return undefined
  const last = String(former.last_day ?? '')
  const begins: Record<string, unknown> = { enterprise_id: former.enterprise_id, number: former.number, scope: former.scope, areas: former.areas }
  if (renews) begins.kind = 'renewal'
  if (renews && last && !former.ended_on) Object.assign(begins, { from: dayAfter(last), expires: dayBefore(yearsAfter(dayAfter(last), 5)) })
  const note = last && !former.ended_on ? `延续的，有效期应自 ${dayAfter(last)} 起，不留空档：空档里没有有效的许可，已备案的网点会失效。` : undefined
  return { title: '原许可证', former, columns: formerColumns, begins, note }
}

export const licences: Resource = {
  noun: 'licences',
  subject: 'licence',
  title: '许可证',
  one: '许可证',
  group: '监管',
  titleKey: 'number',
  sort: '-created_at',
  searchHint: '企业名称、代码、许可证号、区划或许可事项',
  createLabel: '登记许可',
  note: '首次许可、延续、变更各登记一次，以前的都保留：选一天，就看每个证那天的状态。届满 30 日前申请延续；60 日、30 日前各提醒企业和管理局一次。',
  columns: [
    { key: 'number', label: '许可证号' },
    { key: 'enterprise_name', label: '企业' },
    { key: 'kind', label: '许可事项', kind: 'code', options: licenceKinds },
    { key: 'state', label: '状态', kind: 'status', options: licenceStates },
    { key: 'from', label: '有效期自' },
    { key: 'last_day', label: '有效至', sort: true },
    { key: 'on', label: '状态日期', factOnly: true },
    { key: 'days_left', label: '剩余天数', factOnly: true },
    { key: 'scope', label: '业务范围', kind: 'list', options: licenceScopes, factOnly: true },
    { key: 'areas', label: '地域范围', kind: 'list', options: licenceAreas, factOnly: true },
    { key: 'issued_on', label: '发证日期', factOnly: true },
    { key: 'expires', label: '证载有效期至', factOnly: true },
    { key: 'document_no', label: '许可决定文号', factOnly: true },
    { key: 'reason', label: '说明', kind: 'long', factOnly: true },
    { key: 'recorded_by', label: '登记人', factOnly: true },
    { key: 'ending', label: '终止方式', kind: 'code', options: licenceEndings, factOnly: true },
    { key: 'ended_on', label: '终止日期', factOnly: true },
    { key: 'end_document_no', label: '终止决定文号', factOnly: true },
    { key: 'end_reason', label: '终止理由', kind: 'long', factOnly: true },
    { key: 'ended_by', label: '终止登记人', factOnly: true },
    { key: 'voided_on', label: '作废日期', factOnly: true },
    { key: 'void_reason', label: '作废理由', kind: 'long', factOnly: true },
    { key: 'voided_by', label: '作废人', factOnly: true },
    { key: 'restored_entry', label: '撤回的登记', kind: 'code', options: takenBack, factOnly: true },
    { key: 'restored_from', label: '撤回的登记自', factOnly: true },
    { key: 'restored_on', label: '登记撤回日期', factOnly: true },
    { key: 'restored_by', label: '撤回登记人', factOnly: true },
    { key: 'restored_basis', label: '撤回依据', factOnly: true },
    { key: 'restored_reason', label: '撤回理由', kind: 'long', factOnly: true },
  ],
  filters: [
    firmFilter,
    { key: 'on', label: '看哪天的状态', kind: 'date' },
    { key: 'kind', label: '许可事项', kind: 'select', options: licenceKinds },
    { key: 'ending', label: '终止方式', kind: 'select', options: licenceEndings },
    { key: 'expires_before', label: '早于此日到期', kind: 'date' },
    importFilter,
  ],
  form: [
    { key: 'enterprise_id', label: '企业', kind: 'ref', ref: 'enterprises', required: true },
    { key: 'kind', label: '许可事项', kind: 'select', options: licenceKinds, required: true, hint: '延续、变更从其有效期第一天起接替原证' },
    { key: 'number', label: '许可证号', required: true, maxLength: 40, hint: '如 渝邮20240001B；写法不同的也能登记，页面会提醒核对' },
    { key: 'scope', label: '业务范围', kind: 'many', options: licenceScopes, required: true },
    { key: 'areas', label: '地域范围', kind: 'many', options: licenceAreas, required: true },
    { key: 'issued_on', label: '发证日期', kind: 'date', required: true },
    { key: 'from', label: '有效期自', kind: 'date', required: true },
    { key: 'expires', label: '有效期至', kind: 'date', required: true, hint: '一般为 5 年' },
    { key: 'document_no', label: '许可决定文号', maxLength: 100 },
    { key: 'reason', label: '说明', kind: 'textarea', maxLength: 400, hint: '如变更了什么' },
    { key: 'gap_reason', label: '许可中断的说明', maxLength: 60, hint: '新证不是从原证到期的次日起的才填写', when: ({ kind }) => kind === 'renewal' || kind === 'change' },
  ],
  follows: licenceFollowing,
  onward: ({ id, state }) => (['in_force', 'expiring', 'expired'].includes(String(state)) ? { label: '登记延续', to: `/licences/new?renews=${encodeURIComponent(id)}` } : undefined),
  acts: [
    {
      name: 'end',
      danger: true,
      warning: ({ enterprise_name }) => `登记后，自终止日起${String(enterprise_name)}没有有效的许可，它名下在此之后的许可一并终止，网点不能备案，已备案的当夜失效。登记错了的，可以撤回。`,
      fields: [
        { key: 'ending', label: '终止方式', kind: 'select', options: licenceEndings, required: true },
        { key: 'on', label: '自哪天起终止', kind: 'date', required: true },
        { key: 'document_no', label: '决定文号', required: true, maxLength: 100 },
        reason,
      ],
    },
    { name: 'void', danger: true, warning: '仅用于登记错了的：作废后，这次登记在任何一天都不算数。许可真的终止了的，请登记注销、吊销或撤销。', fields: [reason] },
    restoration('只用于登记错了的：视为从未登记终止或作废（一并终止的许可一并撤回），因它失效的备案随即恢复，原备案号和回执继续有效，企业会收到通知。已注销的、因别的原因失效的不恢复。'),
  ],
  panel: () => import('@/parts/LicenceDoubts.vue').then(({ default: panel }) => panel),
}
