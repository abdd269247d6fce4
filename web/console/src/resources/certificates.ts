import { areas } from '@/areas'
import { qualityFilter } from '@/quality'
import type { Field, Option, Resource } from './types'

const states: Option[] = [
  { value: 'valid', label: '有效', tone: 'good' },
  { value: 'expiring', label: '60 日内到期', tone: 'warn' },
  { value: 'expired', label: '已过期', tone: 'bad' },
  { value: 'suspended', label: '暂扣', tone: 'bad' },
  { value: 'early', label: '尚未生效', tone: 'info' },
  { value: 'missing', label: '未登记', tone: 'bad' },
]
interface Period {
  id: string
  certificate_no: string
  from: string
  expires: string
  voided_on: string
}

/** The certificates that still count, to choose the one entered in error. */
function standing(periods: unknown): Option[] {
  const rows = (periods ?? []) as Period[]
  return rows.filter(({ voided_on: voided }) => !voided).map((one) => ({ value: one.id, label: `${one.certificate_no}（${one.from || '…'} 至 ${one.expires || '…'}）` }))
}

const reason: Field[] = [{ key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }]

export const certificates: Resource = {
  noun: 'certificates',
  subject: 'certificate',
  title: '执法证',
  one: '执法证',
  group: '系统',
  titleKey: 'display_name',
  ownDay: true,
  sort: 'expires',
  note: '检查须有两名以上持有效执法证的人员；过期、暂扣或未登记的，不能列入检查，也不能录入结果。到期前 60 日起列入本人待办。换证、暂扣不改变以前的日子：选一天，就看每个人那天的状态。',
  columns: [
    { key: 'display_name', label: '姓名' },
    { key: 'certificate_no', label: '执法证号' },
    { key: 'state', label: '状态', kind: 'status', options: states },
    { key: 'expires', label: '有效期至', sort: true },
    { key: 'on', label: '状态日期', factOnly: true },
    { key: 'days_left', label: '剩余天数' },
    { key: 'issuer', label: '发证机关' },
    { key: 'from', label: '有效期自', factOnly: true },
    { key: 'suspended_on', label: '暂扣自', factOnly: true },
    { key: 'unit_id', label: '单位', kind: 'ref', ref: 'units', factOnly: true },
    { key: 'area_code', label: '管辖区划', kind: 'code', options: areas, factOnly: true },
    { key: 'disabled', label: '账号已停用', kind: 'yesno', factOnly: true },
  ],
  filters: [
    { key: 'on', label: '看哪天的状态', kind: 'date' },
    { key: 'expires_before', label: '早于此日到期', kind: 'date' },
    qualityFilter('certificates'),
  ],
  acts: [
    {
      name: 'renew',
      fields: (record) => [
        { key: 'certificate_no', label: '执法证号', required: true, maxLength: 40, initial: record.certificate_no },
        { key: 'issuer', label: '发证机关', required: true, maxLength: 100, initial: record.issuer },
        { key: 'from', label: '有效期自', kind: 'date', required: true },
        { key: 'expires', label: '有效期至', kind: 'date', required: true },
      ],
    },
    { name: 'suspend', fields: reason, danger: true, warning: '暂扣自今天起，其人不能参加检查；以前的检查不受影响。' },
    { name: 'restore', fields: reason },
    {
      name: 'void',
      danger: true,
      warning: '仅用于登记错了的：作废后，这次登记在任何一天都不算数，以前的检查不重新判断。登记对的换证、到期，不要作废。',
      fields: (record) => [{ key: 'period', label: '哪次登记', kind: 'select', required: true, options: standing(record.periods) }, ...reason],
    },
  ],
  panel: () => import('@/parts/CertificatePast.vue').then(({ default: panel }) => panel),
}
