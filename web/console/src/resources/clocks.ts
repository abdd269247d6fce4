import { areas } from '@/areas'
import { optionOf } from '@/format'
import { roles } from '@/words'
import { firmFilter } from './firm'
import type { Field, Option, Resource, Row } from './types'

export const clockLights: Option[] = [
  { value: 'running', label: '计时中', tone: 'info' },
  { value: 'near', label: '将届满', tone: 'warn' },
  { value: 'overdue', label: '已逾期', tone: 'bad' },
  { value: 'paused', label: '已中止', tone: 'quiet' },
  { value: 'unknown', label: '届满日未定', tone: 'quiet' },
  { value: 'done', label: '按期办结', tone: 'good' },
  { value: 'done_late', label: '逾期办结', tone: 'bad' },
  { value: 'closed', label: '期满', tone: 'quiet' },
  { value: 'ended', label: '已终止', tone: 'quiet' },
]
const statuses: Option[] = [
  { value: 'running', label: '计时中' },
  { value: 'paused', label: '已中止' },
  { value: 'stopped', label: '已办结' },
]
const nouns: Option[] = [
  { value: 'endpoints', label: '末端网点' },
  { value: 'complaints', label: '申诉与举报' },
  { value: 'inspections', label: '行政检查' },
  { value: 'penalties', label: '行政处罚' },
  { value: 'monthly-returns', label: '业务月报' },
  { value: 'edition-entries', label: '红黑榜条目' },
  { value: 'duty-facts', label: '履责记录' },
  { value: 'publications', label: '信息公开' },
]
const holders = roles.filter(({ value }) => ['inspector', 'complaints', 'legal', 'chief', 'firm'].includes(value))

/** Who is to act: the enterprise by name, an office by its duty and where it does it. */
function heldBy({ holder, holder_name: firm, area_code: code }: Row) {
  if (holder === 'firm' && firm) return String(firm)
  const place = areas.find(({ value }) => value === code)?.label
  return `${optionOf(roles, holder).label}${place ? `（${place}）` : ''}`
}

/** The grounds of a pause that the clock's own rule allows. */
function grounds(record: Row): Option[] {
  const rows = (record.pause_reasons ?? []) as { code: string; title: string; basis: string }[]
  return rows.map(({ code, title, basis }) => ({ value: code, label: `${title}（${basis}）` }))
}
const note: Field = { key: 'note', label: '情况说明', kind: 'textarea', required: true, maxLength: 400 }
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }

export const clocks: Resource = {
  noun: 'clocks',
  subject: 'clock',
  title: '期限',
  one: '期限',
  group: '监管',
  titleKey: 'title',
  sort: 'due_on',
  menuQuery: { status: 'running' },
  note: '每件事项按起算日当天的规定计时，办结即止；修改记录、添加附件都不会让期限重新计算。只有规定允许的事由可以中止，延长须经另一人批准。',
  columns: [
    { key: 'title', label: '期限' },
    { key: 'record', label: '事项' },
    { key: 'light', label: '状态', kind: 'status', options: clockLights, said: ({ outcome }) => String(outcome ?? '') },
    { key: 'due_on', label: '届满日', sort: true },
    { key: 'standing', label: '剩余或结果' },
    { key: 'holder', label: '现由谁办理', said: heldBy },
    { key: 'start_on', label: '起算日', sort: true },
    { key: 'warn_on', label: '预警日', factOnly: true },
    { key: 'stopped_on', label: '结束日', factOnly: true },
    { key: 'extensions', label: '已延长次数', factOnly: true },
    { key: 'area_code', label: '区划', kind: 'code', options: areas, factOnly: true },
    { key: 'basis', label: '依据', kind: 'long', factOnly: true },
    { key: 'failure', label: '告知失败', kind: 'long', factOnly: true },
  ],
  filters: [
    firmFilter,
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    { key: 'light', label: '紧急程度', kind: 'select', options: clockLights.filter(({ value }) => ['near', 'overdue'].includes(value)) },
    { key: 'noun', label: '事项种类', kind: 'select', options: nouns },
    { key: 'holder', label: '现由谁办理', kind: 'select', options: holders },
    { key: 'area', label: '街道乡镇', kind: 'select', options: areas.filter(({ value }) => value.length === 9) },
  ],
  acts: [
    {
      name: 'pause',
      warning: '只有确有规定事由才能中止。中止次日起停止计时，恢复当日仍不计，届满日相应后移。',
      fields: (record) => [{ key: 'code', label: '中止事由', kind: 'select', required: true, options: grounds(record) }, note],
    },
    { name: 'resume', fields: [note] },
    { name: 'ask-extension', fields: [reason], warning: '须在届满前申请，由另一人批准后生效；延长自原届满日次日起计算。' },
    { name: 'approve-extension', fields: [] },
    { name: 'refuse-extension', fields: [reason], danger: true },
  ],
  panel: () => import('@/parts/ClockCourse.vue').then(({ default: panel }) => panel),
}
