import type { Option, Resource } from './types'

/** What personal data are needed for. */
export const purposes: Option[] = [
  { value: 'contact', label: '联系当事人（核实、回访）' },
  { value: 'verify', label: '核对身份或材料' },
  { value: 'serve', label: '送达文书' },
  { value: 'assist', label: '依法协助其他机关' },
  { value: 'correct', label: '更正登记' },
]
const kinds: Option[] = [
  { value: 'reveal', label: '查看原文', tone: 'warn' },
  { value: 'lookup', label: '按号码查找', tone: 'info' },
]
const nouns: Option[] = [
  { value: 'complaints', label: '申诉与举报' },
  { value: 'endpoints', label: '末端网点' },
]
const fields: Option[] = [
  { value: 'consumer_name', label: '用户姓名' },
  { value: 'consumer_phone', label: '用户电话' },
  { value: 'manager_name', label: '负责人姓名' },
  { value: 'manager_id', label: '负责人身份证号' },
  { value: 'manager_phone', label: '负责人电话' },
]

export const consultations: Resource = {
  noun: 'consultations',
  subject: 'consultation',
  title: '个人信息查阅记录',
  one: '查阅记录',
  group: '系统',
  titleKey: 'kind',
  listOnly: true,
  menuPermission: ['complaint:reveal', 'endpoint:reveal', 'penalty:decide', 'audit:read', 'account-request:decide'],
  note: '谁在何时、为何查看了个人信息原文，或按号码查找过记录。记录中不含个人信息本身。',
  sort: '-created_at',
  columns: [
    { key: 'kind', label: '方式', kind: 'code', options: kinds },
    { key: 'created_at', label: '时间', kind: 'time', sort: true },
    { key: 'user_name', label: '查阅人' },
    { key: 'noun', label: '记录种类', kind: 'code', options: nouns },
    { key: 'fields', label: '项目', kind: 'list', options: fields },
    { key: 'purpose', label: '用途', kind: 'code', options: purposes },
    { key: 'note', label: '具体说明' },
    { key: 'record_id', label: '记录编号', factOnly: true },
    { key: 'found', label: '找到的件数', factOnly: true },
  ],
  filters: [
    { key: 'kind', label: '方式', kind: 'select', options: kinds },
    { key: 'noun', label: '记录种类', kind: 'select', options: nouns },
    { key: 'purpose', label: '用途', kind: 'select', options: purposes },
  ],
}
