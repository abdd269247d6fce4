import { request } from '@/api/client'
import { areas } from '@/areas'
import { invitationOf } from '@/once'
import { qualityFilter } from '@/quality'
import { roles } from '@/words'
import type { Field, Option, Resource } from './types'

const factors: Option[] = [
  { value: '', label: '未启用' },
  { value: 'started', label: '未确认' },
  { value: 'on', label: '已启用', tone: 'good' },
]
const states: Option[] = [
  { value: 'active', label: '在用' },
  { value: 'invited', label: '尚未设置密码' },
  { value: 'disabled', label: '已停用' },
]
const reason: Field[] = [{ key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }]

/** Which fields an account of a role must have, by the server's own table. */
let needs: Record<string, string[]> = {}
async function learnNeeds() {
  needs = (await request<{ needs: Record<string, string[]> }>('GET', '/roles')).data.needs
}
const neededBy = (key: string) => (values: Record<string, unknown>) =>
  ((values.roles as string[] | undefined) ?? []).some((role) => needs[role]?.includes(key))

export const users: Resource = {
  noun: 'users',
  subject: 'user',
  title: '账号',
  one: '账号',
  group: '系统',
  titleKey: 'display_name',
  note: '系统管理员、安全管理员、审计员三者分立，一个账号只能担任其一。新建账号、新增岗位、换单位或企业、扩大管辖区划，须经安全管理员确认；邀请链接由确认的人取得并交给本人，提出申请的人拿不到。',
  columns: [
    { key: 'display_name', label: '姓名' },
    { key: 'name', label: '账号', sort: true },
    { key: 'roles', label: '岗位', kind: 'list', options: roles },
    { key: 'unit_id', label: '单位', kind: 'ref', ref: 'units' },
    { key: 'enterprise_id', label: '所属企业', kind: 'ref', ref: 'firms' },
    { key: 'area_code', label: '管辖区划', kind: 'code', options: areas },
    { key: 'disabled', label: '已停用', kind: 'yesno' },
    { key: 'second_factor', label: '动态口令', kind: 'code', options: factors },
    { key: 'invited_until', label: '邀请有效至', kind: 'time', factOnly: true },
    { key: 'password_set_at', label: '密码设置时间', kind: 'time', factOnly: true },
    { key: 'created_at', label: '建立时间', kind: 'time', factOnly: true },
  ],
  searchHint: '姓名或账号名',
  filters: [
    { key: 'role', label: '岗位', kind: 'select', options: roles },
    { key: 'unit_id', label: '单位', kind: 'ref', ref: 'units' },
    { key: 'enterprise_id', label: '所属企业', kind: 'ref', ref: 'firms' },
    { key: 'state', label: '状态', kind: 'select', options: states },
    qualityFilter('users'),
  ],
  head: () => import('@/parts/UsersHead.vue').then(({ default: head }) => head),
  editable: true,
  prepare: learnNeeds,
  form: [
    { key: 'name', label: '账号', required: true, maxLength: 64, fixed: true },
    { key: 'display_name', label: '姓名', required: true, maxLength: 50 },
    { key: 'roles', label: '岗位', kind: 'many', options: roles, required: true, hint: '减少的岗位立即生效，增加的待安全管理员确认' },
    { key: 'unit_id', label: '单位', kind: 'ref', ref: 'units', requiredWhen: neededBy('unit_id'), sendEmpty: true, hint: '换单位待安全管理员确认' },
    { key: 'enterprise_id', label: '所属企业', kind: 'ref', ref: 'firms', requiredWhen: neededBy('enterprise_id'), sendEmpty: true, hint: '仅企业填报账号；更换待安全管理员确认' },
    { key: 'area_code', label: '管辖区划', kind: 'select', options: areas, requiredWhen: neededBy('area_code'), sendEmpty: true, hint: '缩小立即生效，扩大或更换待安全管理员确认' },
  ],
  acts: [
    { name: 'invite', fields: [], once: invitationOf, warning: '原来的邀请链接随之失效。新链接只显示一次，请当面交给本人。' },
    { name: 'disable', fields: reason, danger: true, warning: '停用立即生效：正在使用的登录和程序令牌都将失效。' },
    { name: 'enable', fields: reason },
  ],
  panel: () => import('@/parts/UserPanel.vue').then(({ default: panel }) => panel),
}
