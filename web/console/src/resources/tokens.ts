import { tokenOf } from '@/once'
import { delegable } from '@/permissions'
import { roles } from '@/words'
import type { Resource } from './types'

export const tokens: Resource = {
  noun: 'tokens',
  subject: 'token',
  title: '程序令牌',
  one: '令牌',
  group: '系统',
  titleKey: 'title',
  note: '供其他系统以账号的名义调用接口，只含选定的权限。账号停用或岗位减少时，令牌随之失效；以后增加的岗位，令牌用不上；账号须改密码或启用动态口令的，办完以前令牌不能用；账号的密码或动态口令被重置时，令牌全部吊销。',
  sort: '-created_at',
  menuPermission: 'user:read',
  createLabel: '签发令牌',
  columns: [
    { key: 'title', label: '用途' },
    { key: 'owner', label: '持有人' },
    { key: 'expires_on', label: '有效期至', sort: true },
    { key: 'revoked', label: '已吊销', kind: 'yesno' },
    { key: 'last_used_at', label: '最近使用', kind: 'time' },
    { key: 'last_used_from', label: '使用地址', factOnly: true },
    { key: 'created_at', label: '签发时间', kind: 'time', sort: true },
    { key: 'permissions', label: '权限', kind: 'list', factOnly: true },
    { key: 'roles', label: '签发时的岗位', kind: 'list', options: roles, factOnly: true },
  ],
  form: [
    { key: 'title', label: '用途', required: true, maxLength: 30, hint: '如：市级平台每日对账' },
    { key: 'permissions', label: '权限', kind: 'many', options: delegable, required: true, hint: '只选程序用得到的' },
    { key: 'expires_on', label: '有效期至', kind: 'date', required: true, hint: '最长一年' },
  ],
  once: tokenOf,
  acts: [{ name: 'revoke', fields: [], danger: true, warning: '吊销立即生效，使用该令牌的程序将不能再调用接口。' }],
}
