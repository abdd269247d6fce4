import { auditActs, auditNouns } from '@/words'
import type { Resource } from './types'

export const audit: Resource = {
  noun: 'audit-entries',
  subject: 'audit',
  title: '审计日志',
  one: '审计记录',
  group: '系统',
  titleKey: 'act_title',
  note: '每一次改动都有一条记录，加封后链入日志；事后改动或删除会被核验查出。标为已读、延续登录、任务运行等日常操作都在日志里，这里默认不列。',
  sort: '-at',
  menuQuery: { by: 'account' },
  unasked: { everyday: 'hidden' },
  listOnly: true,
  file: { path: '/audit-export', permission: 'audit:export', note: '最多导出一万条；Excel 的第二张表“原始记录”供程序核对。' },
  head: () => import('@/parts/AuditHead.vue').then((module) => module.default),
  panel: () => import('@/parts/AuditChanges.vue').then((module) => module.default),
  columns: [
    { key: 'act_title', label: '操作' },
    { key: 'record_name', label: '记录' },
    { key: 'noun_title', label: '记录种类' },
    { key: 'user_name', label: '操作人' },
    { key: 'on_behalf', label: '代表' },
    { key: 'at', label: '北京时间', kind: 'time', sort: true },
    { key: 'reason', label: '理由' },
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
    { key: 'everyday', label: '日常操作', kind: 'select', placeholder: '不列', options: [{ value: 'shown', label: '包含日常已读等' }] },
    { key: 'from', label: '自', kind: 'date' },
    { key: 'to', label: '至', kind: 'date' },
  ],
}
