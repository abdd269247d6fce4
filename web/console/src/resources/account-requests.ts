import { areas } from '@/areas'
import { invitationOf } from '@/once'
import { roles } from '@/words'
import type { Field, Option, Resource } from './types'

const kinds: Option[] = [
  { value: 'reset', label: '重置密码与动态口令' },
  { value: 'grant', label: '授予岗位或调整范围' },
]
const statuses: Option[] = [
  { value: 'open', label: '待确认', tone: 'warn' },
  { value: 'approved', label: '已同意', tone: 'good' },
  { value: 'refused', label: '不同意', tone: 'bad' },
  { value: 'withdrawn', label: '已撤回', tone: 'quiet' },
]
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }

export const accountRequests: Resource = {
  noun: 'account-requests',
  subject: 'account-request',
  title: '账号申请',
  one: '账号申请',
  group: '系统',
  titleKey: 'user_name',
  note: '系统管理员申请，安全管理员确认；任何人不得确认自己的申请，也不得确认涉及本人的申请。邀请链接只给确认的人，由他当面交给本人：申请的人拿不到，也就进不了别人的账号。',
  sort: '-created_at',
  createLabel: '申请重置',
  columns: [
    { key: 'user_name', label: '姓名' },
    { key: 'account', label: '账号' },
    { key: 'held_unit', label: '现单位', kind: 'ref', ref: 'units' },
    { key: 'kind', label: '事项', kind: 'code', options: kinds },
    { key: 'roles', label: '增加的岗位', kind: 'list', options: roles },
    { key: 'unit_id', label: '申请的单位', kind: 'ref', ref: 'units' },
    { key: 'enterprise_id', label: '申请的所属企业', kind: 'ref', ref: 'firms', factOnly: true },
    { key: 'area_code', label: '申请的管辖区划', kind: 'code', options: areas, factOnly: true },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'requester', label: '申请人' },
    { key: 'created_at', label: '申请时间', kind: 'time', sort: true },
    { key: 'reason', label: '理由', kind: 'long', factOnly: true },
    { key: 'decision', label: '不同意的理由', kind: 'long', factOnly: true },
  ],
  filters: [
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    { key: 'kind', label: '事项', kind: 'select', options: kinds },
  ],
  form: [{ key: 'user_id', label: '账号', kind: 'ref', ref: 'users', required: true }, { ...reason, hint: '如：本人遗失手机，已当面核对身份' }],
  acts: [
    { name: 'approve', fields: [], warning: '同意重置的，该账号的密码、动态口令和登录立即失效。本人没有密码的，给出邀请链接，只显示一次，请核对身份后当面交给本人，不要交给申请人。', once: invitationOf },
    { name: 'refuse', fields: [reason], danger: true },
    { name: 'withdraw', fields: [] },
  ],
}
