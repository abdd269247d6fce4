import { areas } from '@/areas'
import { roles } from '@/roles'
import type { Resource } from './types'

export const users: Resource = {
  noun: 'users',
  subject: 'user',
  title: '账号',
  one: '账号',
  group: '系统',
  titleKey: 'display_name',
  note: '系统管理员、安全管理员、审计员三者分立，一个账号只能担任其一。',
  columns: [
    { key: 'display_name', label: '姓名' },
    { key: 'name', label: '账号', sort: true },
    { key: 'roles', label: '岗位', kind: 'list', options: roles },
    { key: 'unit_id', label: '单位', kind: 'ref', ref: 'units' },
    { key: 'disabled', label: '已停用', kind: 'yesno' },
    { key: 'certificate_no', label: '执法证号', factOnly: true },
    { key: 'certificate_expires', label: '执法证有效期至', factOnly: true },
    { key: 'area_code', label: '管辖区划', kind: 'code', options: areas, factOnly: true },
    { key: 'enterprise_id', label: '所属企业', kind: 'ref', ref: 'enterprises', factOnly: true },
    { key: 'created_at', label: '建立时间', kind: 'time', factOnly: true },
  ],
  editable: true,
  form: [
    { key: 'name', label: '账号', required: true, maxLength: 64, fixed: true },
    { key: 'password', label: '初始密码', kind: 'password', required: true, fixed: true, hint: '请本人首次登录后修改' },
    { key: 'display_name', label: '姓名', required: true, maxLength: 50 },
    { key: 'roles', label: '岗位', kind: 'many', options: roles, required: true },
    { key: 'unit_id', label: '单位', kind: 'ref', ref: 'units', sendEmpty: true },
    { key: 'enterprise_id', label: '所属企业', kind: 'ref', ref: 'enterprises', sendEmpty: true, hint: '仅企业填报账号' },
    { key: 'area_code', label: '管辖区划', kind: 'select', options: areas, sendEmpty: true },
    { key: 'certificate_no', label: '执法证号', maxLength: 40, hint: '仅执法人员' },
    { key: 'certificate_expires', label: '执法证有效期至', kind: 'date' },
    { key: 'disabled', label: '停用', kind: 'yesno', changeOnly: true, hint: '停用后不能登录' },
  ],
}
