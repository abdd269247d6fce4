import { auditActs, auditNouns } from '@/words'
import type { Resource } from './types'

export const audit: Resource = {
  noun: 'audit-entries',
  subject: 'audit',
  title: '审计日志',
  one: '审计记录',
  group: '系统',
  titleKey: 'act',
  note: '每一次改动都有一条记录，加封后链入日志；事后改动或删除会被核验查出。',
  sort: '-at',
  menuQuery: { by: 'account' },
  listOnly: true,
  head: () => import('@/parts/AuditHead.vue').then((module) => module.default),
  panel: () => import('@/parts/AuditChanges.vue').then((module) => module.default),
  columns: [
    { key: 'act', label: '操作', kind: 'code', options: auditActs },
    { key: 'at', label: '时间', kind: 'time', sort: true },
    { key: 'user_name', label: '操作人' },
    { key: 'on_behalf', label: '代表' },
    { key: 'noun', label: '记录种类', kind: 'code', options: auditNouns },
    { key: 'record_id', label: '记录编号' },
    { key: 'reason', label: '理由' },
    { key: 'request_id', label: '请求编号', factOnly: true },
    { key: 'address', label: '来源地址', factOnly: true },
  ],
  filters: [
    { key: 'noun', label: '记录种类', kind: 'select', options: auditNouns },
    { key: 'record_id', label: '记录编号' },
    { key: 'user_id', label: '操作人', kind: 'ref', ref: 'users' },
    { key: 'act', label: '操作', kind: 'select', options: auditActs },
    {
      key: 'by',
      label: '办理者',
      kind: 'select',
      options: [
        { value: 'account', label: '登录的人员' },
        { value: 'program', label: '定时任务、命令行或公众' },
      ],
    },
    { key: 'from', label: '自', kind: 'date' },
    { key: 'to', label: '至', kind: 'date' },
  ],
}
