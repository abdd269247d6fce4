import { request } from '@/api/client'
import { firmFilter } from './firm'
import type { Field, Option, Resource, Row } from './types'

export const publicationStatuses: Option[] = [
  { value: 'draft', label: '拟稿', tone: 'quiet' },
  { value: 'secrecy', label: '待保密审查', tone: 'warn' },
  { value: 'personal', label: '待个人信息审查', tone: 'warn' },
  { value: 'approval', label: '待批准', tone: 'info' },
  { value: 'published', label: '公开中', tone: 'good' },
  { value: 'discarded', label: '不予公开', tone: 'quiet' },
  { value: 'corrected', label: '已更正', tone: 'quiet' },
  { value: 'withdrawn', label: '已撤回', tone: 'bad' },
  { value: 'ended', label: '期满', tone: 'quiet' },
]

interface Kind {
  kind: string
  title: string
  noun: string
  hint: string
}
let kinds: Kind[] = []
async function load() {
  const { data } = await request<{ kinds: Kind[] }>('GET', '/publication-kinds')
  kinds = data.kinds
}
const choices = async (): Promise<Option[]> => kinds.map(({ kind, title }) => ({ value: kind, label: title }))
const of = (values: Record<string, unknown>) => kinds.find(({ kind }) => kind === values.kind)
const isOf = (noun: string) => (values: Record<string, unknown>) => of(values)?.noun === noun
/** Kinds that people write: what is not made of a record, and the correction of something published. */
const isWritten = (values: Record<string, unknown>) => Boolean(values.kind) && (of(values)?.noun === '' || values.kind === 'correction')
const isYearly = (values: Record<string, unknown>) => ['inspection_items', 'inspection_plan', 'draw'].includes(String(values.kind))
const isPenalty = (values: Record<string, unknown>) => values.kind === 'penalty'
const isOther = (values: Record<string, unknown>) => Boolean(values.kind) && !isWritten(values) && !isPenalty(values) && !['national_entry', 'association_entry', 'list_entry'].includes(String(values.kind))

const subject = (noun: string, field: Omit<Field, 'key' | 'when' | 'fixed' | 'kind'>): Field => ({ ...field, key: 'subject_id', kind: 'ref', fixed: true, when: isOf(noun) })
const masks = '手机号、证件号、运单号、住址门牌会自动遮盖；姓名须自行改为“张某”'

/** What a drafter writes of each kind; a correction asks for the same. */
const written: Field[] = [
  { key: 'title', label: '标题', required: true, maxLength: 100, when: isWritten },
  { key: 'series', label: '年度', required: true, maxLength: 4, hint: '形如 2026', when: isYearly },
  { key: 'series', label: '月份', kind: 'month', required: true, hint: '公开这个月的进展', when: ({ kind }) => kind === 'task_progress' },
  { key: 'written', label: '公示的案情', kind: 'textarea', required: true, maxLength: 1000, hint: masks, when: isPenalty },
  { key: 'written', label: '正文', kind: 'textarea', required: true, maxLength: 20000, hint: masks, when: isWritten },
  { key: 'written', label: '补充说明', kind: 'textarea', maxLength: 1000, hint: '可以不填；内容由系统按记录生成', when: isOther },
  { key: 'publish_reason', label: '公开理由', kind: 'textarea', maxLength: 400, hint: '轻微失信一般不公示，确需公示的写明理由', when: isPenalty },
]
const unasked: Field = { key: 'kind', label: '种类', when: () => false }
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }
const note = (text: string): Field => ({ key: 'note', label: '审查意见', kind: 'textarea', required: true, maxLength: 400, initial: text })

export const noSecret = '经审查，不涉及国家秘密、工作秘密和商业秘密。'
export const nothingPersonal = '经逐字审查公开文本，不含依法不得公开的个人信息。'
interface Dependent {
  edition: string
  status: string
  stays: boolean
}

/** What withdrawing does, and which entries of the black list it leaves standing. */
function withdrawal({ kind, dependents }: Row): string {
  const gone = '撤回后公众一分钟内即看不到，原内容不再提供。'
  if (kind !== 'penalty') return gone
  const entries = ((dependents ?? []) as Dependent[]).map(({ edition, status, stays }) => `《${edition}》（${status === 'published' ? '公示中' : '拟列入'}，${stays ? '另有其他依据' : '没有其他依据'}）`)
  const resting = entries.length ? `据这件处罚列入的黑榜条目有 ${entries.length} 条：${entries.join('、')}，在这里撤回不会一并撤下。` : '没有据这件处罚列入的黑榜条目。'
  return `${gone}${resting}处罚决定被撤销的，不在这里撤回：请到该处罚记录办理“撤销决定”，公示和据此列入的黑榜条目会一并处理。`
}

const looked = '请先看“公众将看到的内容”，逐字核对。'

export const publications: Resource = {
  noun: 'publications',
  subject: 'publication',
  title: '信息公开',
  one: '公开事项',
  group: '信用',
  titleKey: 'title',
  searchHint: '企业名称、标题或文号',
  note: '凡是公众能看到的决定和文本，都在这里拟稿、保密审查、个人信息审查，由另一人批准后公开；期满自动撤下，撤回和更正须写明理由。红黑榜条目在法制审核时自动拟稿，随榜单批准。',
  columns: [
    { key: 'title', label: '标题' },
    { key: 'kind_title', label: '种类' },
    { key: 'enterprise_name', label: '涉及企业' },
    { key: 'published_on', label: '公开日期', sort: true },
    { key: 'ends_on', label: '公示至（不含当日）', sort: true },
    { key: 'status', label: '状态', kind: 'status', options: publicationStatuses },
    { key: 'return_reason', label: '退回原因', kind: 'long', factOnly: true },
    { key: 'leave_reason', label: '停止公开原因', kind: 'long', factOnly: true },
    { key: 'left_on', label: '停止公开日期', factOnly: true },
    { key: 'contested_on', label: '提出异议', factOnly: true },
    { key: 'contest_reason', label: '异议', kind: 'long', factOnly: true },
    { key: 'contest_answer', label: '异议答复', kind: 'long', factOnly: true },
    { key: 'correct_reason', label: '更正原因', kind: 'long', factOnly: true },
    { key: 'edition', label: '版次', factOnly: true },
    { key: 'formed_on', label: '信息形成日期', factOnly: true },
    { key: 'earliest_end', label: '最早可修复', factOnly: true },
    { key: 'basis', label: '公开依据', kind: 'long', factOnly: true },
    { key: 'source', label: '来源', factOnly: true },
    { key: 'publish_reason', label: '公开理由', kind: 'long', factOnly: true },
    { key: 'handlers', label: '承办人员', kind: 'refs', ref: 'officers', factOnly: true },
    { key: 'mask_policy', label: '遮盖规则', factOnly: true, last: true },
    { key: 'text_hash', label: '审查文本摘要值', kind: 'long', factOnly: true, last: true },
    { key: 'record_hash', label: '公开文本摘要值', kind: 'long', factOnly: true, last: true },
  ],
  filters: [
    firmFilter,
    { key: 'status', label: '状态', kind: 'select', options: publicationStatuses },
    {
      key: 'kind',
      label: '种类',
      kind: 'select',
      options: async () => {
        await load()
        return [{ value: 'list_entry', label: '红黑榜条目' }, ...(await choices())]
      },
    },
    { key: 'contested', label: '异议', kind: 'select', options: [{ value: 'published', label: '有待答复的异议' }] },
    { key: 'subject_id', label: '据以公开的记录', onlyAsked: true },
  ],
  createLabel: '拟公开',
  saves: { label: '保存拟稿', done: '已保存拟稿，请核对公开文本后送审' },
  prepare: load,
  editable: true,
  form: [
    { key: 'kind', label: '公开事项种类', kind: 'select', options: choices, required: true, fixed: true },
    { ...unasked, changeOnly: true },
    subject('penalties', { label: '行政处罚', ref: 'penalties', required: true, hint: '已作出的处罚决定' }),
    subject('inspections', { label: '检查', ref: 'inspections', required: true, hint: '结果已审核的检查' }),
    subject('task-plans', { label: '方案', ref: 'plans', required: true }),
    subject('rule-texts', { label: '期限表或节假日安排', ref: 'rule-texts', hint: '不选则公开现行评价规则' }),
    subject('national-entries', { label: '名单记录', ref: 'national-entries', required: true }),
    subject('association-entries', { label: '名单记录', ref: 'association-entries', required: true }),
    subject('publications', { label: '更正对象', ref: 'publications', required: true, hint: '公开过的事项' }),
    ...written,
  ],
  acts: [
    { name: 'submit', fields: [], warning: looked },
    { name: 'clear-secrecy', fields: [note(noSecret)], warning: looked },
    { name: 'clear-personal', fields: [note(nothingPersonal)], warning: looked },
    { name: 'return', fields: [reason], danger: true },
    { name: 'approve', fields: [], warning: '批准后立即公开，公众看到的与“公众将看到的内容”逐字相同。' },
    { name: 'discard', fields: [reason], danger: true },
    { name: 'withdraw', fields: [reason], danger: true, warning: withdrawal },
    {
      name: 'correct',
      fields: (record) => [{ ...unasked, initial: record.kind }, { ...reason, label: '更正原因', hint: '公众可见' }, ...written.map((field) => ({ ...field, initial: record[field.key] }))],
      warning: '更正稿须重新审查、批准；批准之前公众仍看到原文，原文有害的请先撤回。',
      done: '已拟更正稿，请在列表中核对后送审',
    },
    { name: 'contest', fields: [reason], warning: '异议只能提出一次，请写清楚事实；有书面材料的另交管理局。核查期间公开页面注明“企业已提出异议”。' },
    { name: 'answer', fields: [{ key: 'answer', label: '答复', kind: 'textarea', required: true, maxLength: 400 }], warning: '异议成立的，请撤回或更正，不用这一项。' },
  ],
  publicPage: (row: Row) => (row.status === 'published' ? { label: '公开页面', href: `/publications/${encodeURIComponent(row.id)}` } : undefined),
  head: () => import('@/parts/PublicationBatch.vue').then(({ default: head }) => head),
  panel: () => import('@/parts/PublicationPanel.vue').then(({ default: panel }) => panel),
}
