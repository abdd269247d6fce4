import { request } from '@/api/client'
import { cardOf, type Card } from '@/card'
import type { Following, Resource, Row } from './types'

/** The report that a further edition corrects, by the link that led here. */
async function corrected(query: Record<string, unknown>): Promise<Following | undefined> {
  if (!query.corrects) return undefined
  const reply = await request<Card | Row>('GET', `/task-papers/${encodeURIComponent(String(query.corrects))}`)
  const former = cardOf(reply.data).record as Row
  return {
    title: '更正的月报',
    note: '原来的一版留存不变，更正的是新的一版；数据截至日不填的，同原来的一版。',
    former,
    columns: taskPapers.columns,
    begins: { plan_id: former.plan_id, month: former.month },
  }
}

export const taskPapers: Resource = {
  noun: 'task-papers',
  subject: 'task-paper',
  title: '印发的月报',
  one: '印发的月报',
  group: '督办',
  titleKey: 'title',
  sort: '-month',
  createPermission: 'task-paper:issue',
  createLabel: '印发月报',
  saves: { label: '印发', done: '已印发' },
  note: '每月报送日之后的第一个工作日由定时任务自动印发，也可以由督导单位印发；印发以后不再改动，更正的另印一版。核对手里的文件是不是印发的那一份：把文件的 SHA-256，或者页脚印的数据 SHA-256，填到【校验值】里查。',
  columns: [
    { key: 'title', label: '标题' },
    { key: 'document_no', label: '文号' },
    { key: 'month', label: '月份', sort: true },
    { key: 'edition', label: '版次' },
    { key: 'as_of', label: '数据截至' },
    { key: 'issued_on', label: '印发日期', sort: true },
    { key: 'issued_by_name', label: '印发人' },
    { key: 'reason', label: '更正理由', kind: 'long' },
    { key: 'plan_id', label: '工作方案', kind: 'ref', ref: 'plans', factOnly: true },
    { key: 'size', label: '大小', unit: '字节', factOnly: true },
    { key: 'file_hash', label: '文件校验值', kind: 'long', factOnly: true },
    { key: 'data_hash', label: '数据校验值', kind: 'long', factOnly: true },
  ],
  filters: [
    { key: 'plan_id', label: '方案', kind: 'ref', ref: 'plans' },
    { key: 'month', label: '月份', kind: 'month' },
    { key: 'hash', label: '校验值', hint: 'SHA-256，64 位' },
  ],
  form: [
    { key: 'plan_id', label: '工作方案', kind: 'ref', ref: 'plans', required: true },
    { key: 'month', label: '月份', kind: 'month', required: true },
    { key: 'as_of', label: '数据截至', kind: 'date', hint: '不填为月末（本月为今天）；更正的不填同原来的一版' },
    { key: 'reason', label: '更正理由', kind: 'textarea', maxLength: 500, hint: '这个月已经印发过的必填' },
  ],
  follows: corrected,
  onward: ({ id }) => ({ label: '印发更正版', to: `/task-papers/new?corrects=${encodeURIComponent(id)}` }),
  panel: () => import('@/parts/TaskPaperFile.vue').then(({ default: panel }) => panel),
}
