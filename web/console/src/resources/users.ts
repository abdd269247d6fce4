import { roles } from '@/roles'
import type { Resource } from './types'

export const users: Resource = {
  noun: 'users',
  subject: 'user',
  title: '账号',
  one: '账号',
  group: '系统',
  titleKey: 'display_name',
  searchHint: '账号或姓名',
  note: '系统管理员、安全管理员、审计员三者分立，一个账号只能担任其一。',
  columns: [
    { key: 'display_name', label: '姓名' },
    { key: 'name', label: '账号', sort: true },
    { key: 'roles', label: '岗位', kind: 'list', options: roles },
    { key: 'unit_id', label: '单位', kind: 'ref', ref: 'units' },
    { key: 'disabled', label: '已停用', kind: 'yesno' },
    { key: 'certificate_no', label: '执法证号', factOnly: true },
    { key: 'certificate_expires', label: '执法证有效期至', factOnly: true },
    { key: 'area_code', label: '区划', factOnly: true },
    { key: 'enterprise_id', label: '所属企业', kind: 'ref', ref: 'enterprises', factOnly: true },
    { key: 'created_at', label: '建立时间', kind: 'time', factOnly: true },
  ],
}
