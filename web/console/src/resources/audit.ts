import type { Resource } from './types'

export const audit: Resource = {
  noun: 'audit-entries',
  subject: 'audit',
  title: '审计日志',
  one: '审计记录',
  group: '系统',
  titleKey: 'act',
  note: '每一次改动都有一条记录，任何人不能修改或删除。',
  sort: '-at',
  listOnly: true,
  columns: [
    { key: 'act', label: '操作' },
    { key: 'at', label: '时间', kind: 'time', sort: true },
    { key: 'user_name', label: '操作人' },
    { key: 'noun', label: '记录种类' },
    { key: 'record_id', label: '记录编号' },
    { key: 'reason', label: '理由' },
    { key: 'request_id', label: '请求编号', factOnly: true },
    { key: 'address', label: '来源地址', factOnly: true },
    { key: 'before', label: '改动前', kind: 'long', factOnly: true },
    { key: 'after', label: '改动后', kind: 'long', factOnly: true },
  ],
  filters: [
    { key: 'noun', label: '记录种类' },
    { key: 'record_id', label: '记录编号' },
    { key: 'act', label: '操作' },
  ],
}
