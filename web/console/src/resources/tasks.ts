import { request } from '@/api/client'
import { areas } from '@/areas'
import { pick } from '@/format'
import { qualityFilter } from '@/quality'
import { askCoordination, coordinationColumns, coordinationLink } from './coordinations'
import { reportColumns, reportFields } from './task-reports'
import { slipColumns, slipLink, slipWords } from './task-slips'
import type { Field, Option, Resource, Row } from './types'

const statuses: Option[] = [
  { value: 'not_started', label: '未启动', tone: 'quiet' },
  { value: 'in_progress', label: '推进中', tone: 'info' },
  { value: 'done_pending', label: '已完成（待核）', tone: 'warn' },
  { value: 'closed', label: '已销号', tone: 'good' },
  { value: 'deferred', label: '暂缓', tone: 'quiet' },
  { value: 'cancelled', label: '取消', tone: 'quiet' },
]
const lights: Option[] = [
  { value: 'red', label: '红灯' },
  { value: 'yellow', label: '黄灯' },
  { value: 'green', label: '绿灯' },
  { value: 'grey', label: '灰灯' },
]
const parts: Option[] = [
  { value: 'lead', label: '牵头单位（附件）' },
  { value: 'support', label: '配合单位（附件）' },
  { value: 'body_lead', label: '牵头单位（正文）' },
  { value: 'responsible', label: '责任单位（正文）' },
  { value: 'supervise', label: '督导单位' },
]
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 500 }
const suspension = ({ asked_status }: Row): Field => ({
  key: 'status',
  label: '暂缓或取消',
  kind: 'select',
  options: statuses.filter(({ value }) => value === 'deferred' || value === 'cancelled').map(({ value, label }) => ({ value, label })),
  required: true,
  initial: asked_status ? String(asked_status) : undefined,
})

const rhythms: Option[] = [
  { value: 'monthly', label: '月报' },
  { value: 'quarterly', label: '季报' },
]

const comparisons: Option[] = [
  { value: 'true', label: '相差过大', tone: 'bad' },
  { value: 'false', label: '相符', tone: 'good' },
]

/** What is said where claimed and counted progress cannot be compared. */
const incomparable = ({ counted, claimed }: Row) => {
  if (counted === null || counted === undefined) return '未设计数目标'
  return claimed === null || claimed === undefined ? '还没有报送' : ''
}

/** What the register can be asked for. */
async function countings(): Promise<Option[]> {
  const { data } = await request<{ items: { id: string; title: string; unit: string }[] }>('GET', '/task-counts')
  return data.items.map(({ id, title, unit }) => ({ value: id, label: `${title}（${unit}）` }))
}

/** Who can be named to check a task of the supervising unit's own. */
async function checkers(task: string): Promise<Option[]> {
  const { data } = await request<{ items: { id: string; name: string }[] }>('GET', `/tasks/${task}/checkers`)
  return data.items.map(({ id, name }) => ({ value: id, label: name }))
}

interface Target {
  id: string
  title: string
  goal: number
  unit: string
  area_code: string
}

/** The targets that a task has now. */
const targetsOf = (record: Row): Option[] =>
  ((record.targets as Target[] | undefined) ?? []).map(({ id, title, goal, unit, area_code }) => ({
    value: id,
    label: `${title} ${goal} ${unit}${area_code ? `（${areas.find(({ value }) => value === area_code)?.label ?? area_code}）` : ''}`,
  }))

interface Milestone {
  id: string
  title: string
  due_on: string
  claimed_on: string
  confirmed_on: string
  reached_on: string
}

/** The milestones that a task has now, those that are wanted. */
const milestonesOf = (record: Row, wanted: (one: Milestone) => boolean = () => true): Option[] =>
  ((record.milestones as Milestone[] | undefined) ?? []).filter(wanted).map(({ id, title, due_on }) => ({ value: id, label: `${title}（${due_on}）` }))
const milestoneField = (options: Option[]): Field => ({ key: 'milestone', label: '里程碑', kind: 'select', options, required: true })

/** The two leads between which the coordinating unit chooses. */
function leads(record: Row): Option[] {
  const { annex_lead, body_lead } = record as unknown as { annex_lead: string; body_lead: string }
  return [
    { value: annex_lead, label: `${String(pick(record, 'conflict_said.annex_name'))}（附件）` },
    { value: body_lead, label: `${String(pick(record, 'conflict_said.body_name'))}（正文）` },
  ]
}

const planPage = (id: unknown) => `/plans/${encodeURIComponent(String(id))}`

const text = (value: unknown) => (value === undefined || value === null ? '' : String(value))
const lightWord = (value: unknown) => lights.find((light) => light.value === value)?.label ?? ''
const statusWord = (value: unknown) => statuses.find((status) => status.value === value)?.label ?? ''

interface LightChange {
  light: string
  reason: string
  until_on: string
  status: string
  asked_name: string
  asked_on: string
}
/** The change of the light that was asked for, or that holds, beside the light as it is. */
const changeOf = (wanted: string) => (record: Row) => {
  const change = ((record.light_changes as LightChange[] | undefined) ?? []).findLast(({ status }) => status === wanted)
  return [
    { label: '现在的灯号', text: `${lightWord(record.light)}：${text(record.light_reason)}` },
    ...(change
      ? [
          { label: '调整为', text: lightWord(change.light) },
          { label: '截止日期', text: change.until_on },
          { label: '申请', text: `${change.asked_name}，${change.asked_on}` },
          { label: '申请理由', text: change.reason },
        ]
      : []),
  ]
}
/** The extension, deferral or cancellation that was asked for. */
const askedFor = (record: Row) => [
  { label: '申请', text: record.asked_due_on ? `延期：由 ${text(record.due_on)} 延至 ${text(record.asked_due_on)}` : statusWord(record.asked_status) },
  { label: '申请理由', text: text(record.asked_reason) },
  { label: '申请日期', text: text(record.asked_on) },
  { label: '现在', text: `${lightWord(record.light)}，实报 ${record.claimed === null || record.claimed === undefined ? '还没有' : `${text(record.claimed)}%`}，计划 ${text(record.planned)}%` },
]
const finished = (record: Row) => [
  { label: '完成情况', text: text(record.finish_note) },
  { label: '申请销号', text: text(record.finished_on) },
  { label: '实报进度', text: `${text(record.progress)}%` },
  { label: '按登记计数', text: text(record.count_words) },
]
/** What somebody should see before the task is struck off. */
function againstClosing(record: Row): string[] {
  const waiting = ((record.reports as { month: string; status: string }[] | undefined) ?? []).filter(({ status }) => status === 'submitted')
  return [
    ...(record.count_differs ? [`实报与计数相差过大：${text(record.count_words)}`] : []),
    ...(waiting.length ? [`还有 ${waiting.length} 份月报没有审核：${waiting.map(({ month }) => month).join('、')}。请先审核；销号以后还可以审核通过，不能再退回。`] : []),
  ]
}
/** The milestones that were said to be reached, each with what was said of it. */
const claimedMilestones = (record: Row) =>
  ((record.milestones as (Milestone & { evidence: string })[] | undefined) ?? [])
    .filter(({ claimed_on, confirmed_on }) => claimed_on && !confirmed_on)
    .map(({ title, due_on, claimed_on, evidence }) => ({ label: title, text: `时限 ${due_on}，${claimed_on} 报送：${evidence}` }))
interface NextSlip {
  matter: string
  unit_name: string
  due_on: string
  due_basis: string
}
const slipAhead = (record: Row) => {
  const next = record.next_slip as NextSlip | undefined
  return next ? [{ label: '责任单位', text: next.unit_name }, { label: '事项', text: next.matter }, { label: '回复时限', text: `${next.due_on}（含当日）` }, { label: '时限依据', text: next.due_basis }] : []
}

export const tasks: Resource = {
  noun: 'tasks',
  subject: 'task',
  attachments: 'task-attachments',
  attachmentsTitle: '销号佐证材料',
  title: '重点任务',
  one: '任务',
  group: '督办',
  titleKey: 'name',
  searchHint: '任务、内容或单位',
  sort: 'plan_no',
  columns: [
    { key: 'plan_no', label: '方案', sort: true, to: ({ plan_id }) => planPage(plan_id) },
    { key: 'number', label: '序号', sort: true },
    { key: 'name', label: '工作任务' },
    { key: 'group_title', label: '板块' },
    { key: 'lead_name', label: '牵头单位' },
    { key: 'light', label: '灯号', kind: 'light' },
    { key: 'progress', label: '实报进度', kind: 'percent', sort: true },
    { key: 'counted', label: '计数进度', kind: 'percent' },
    { key: 'count_differs', label: '实报与计数', kind: 'status', options: comparisons, said: incomparable },
    { key: 'count_words', label: '计数说明', kind: 'long', factOnly: true },
    { key: 'due_on', label: '完成时限', sort: true },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'planned', label: '计划进度', kind: 'percent', factOnly: true },
    { key: 'light_reason', label: '灯号理由', kind: 'long', factOnly: true },
    { key: 'start_on', label: '启动日期', factOnly: true },
    { key: 'signed_on', label: '签收日期', factOnly: true },
    { key: 'rhythm', label: '报送周期', kind: 'code', options: rhythms, factOnly: true },
    { key: 'plan.title', label: '方案名称', factOnly: true },
    { key: 'content', label: '具体内容', kind: 'long', factOnly: true },
    { key: 'annex_lead_text', label: '附件所写牵头单位', factOnly: true },
    { key: 'body_lead_text', label: '正文所写牵头单位', factOnly: true },
    { key: 'conflict_said.handling', label: '牵头单位不一致', kind: 'long', factOnly: true },
    { key: 'annex_support_text', label: '附件所写配合单位', kind: 'long', factOnly: true },
    { key: 'body_units_text', label: '正文所写责任单位', kind: 'long', factOnly: true },
    { key: 'body_content', label: '正文内容', kind: 'long', factOnly: true },
    { key: 'status_reason', label: '状态说明', kind: 'long', factOnly: true },
    { key: 'asked_status', label: '申请暂缓或取消', kind: 'code', options: statuses, factOnly: true },
    { key: 'asked_due_on', label: '申请延期至', factOnly: true },
    { key: 'asked_reason', label: '申请理由', kind: 'long', factOnly: true },
    { key: 'asked_on', label: '申请日期', factOnly: true },
    { key: 'finish_note', label: '完成情况', kind: 'long', factOnly: true },
    { key: 'evidence', label: '核查情况', kind: 'long', factOnly: true },
    { key: 'checker_name', label: '指定的核查人', factOnly: true },
    { key: 'reports', label: '月报', kind: 'rows', factOnly: true, columns: reportColumns, link: (row) => `/task-reports/${row.id}` },
    { key: 'slips', label: '督办单', kind: 'rows', factOnly: true, columns: slipColumns, link: slipLink },
    { key: 'coordinations', label: '协调事项', kind: 'rows', factOnly: true, columns: coordinationColumns, link: coordinationLink },
    {
      key: 'units',
      label: '参与单位',
      kind: 'rows',
      factOnly: true,
      columns: [
        { key: 'name', label: '单位' },
        { key: 'part', label: '职责', kind: 'code', options: parts },
      ],
    },
  ],
  filters: [
    { key: 'plan', label: '方案', kind: 'ref', ref: 'plans' },
    { key: 'light', label: '灯号', kind: 'select', options: lights },
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    { key: 'unit', label: '参与单位', kind: 'ref', ref: 'units' },
    qualityFilter('tasks'),
  ],
  acts: [
    { name: 'reports', fields: [{ key: 'month', label: '月份', kind: 'month', required: true }, ...reportFields] },
    { name: 'sign-for', fields: [] },
    askCoordination,
    {
      name: 'finish',
      fields: [{ key: 'note', label: '完成情况', kind: 'textarea', required: true, maxLength: 1000 }],
    },
    {
      name: 'resolve-lead',
      fields: (record) => [{ key: 'lead', label: '牵头单位', kind: 'select', options: leads(record), required: true }, reason],
      warning: '选定后记录在案，不能再改。',
    },
    {
      name: 'schedule',
      fields: (record) => [
        { key: 'start_on', label: '启动日期', kind: 'date', required: true, initial: String(record.start_on ?? '') },
        { key: 'due_on', label: '完成时限', kind: 'date', required: true, initial: String(record.due_on ?? '') },
        { key: 'rhythm', label: '报送周期', kind: 'select', options: rhythms, required: true, initial: String(record.rhythm || 'monthly'), hint: '季报在每季度最后一个月报送' },
        ...(record.start_on ? [reason] : []),
      ],
    },
    {
      name: 'set-milestone',
      fields: (record) => [
        { key: 'title', label: '里程碑', required: true, maxLength: 100 },
        { key: 'deliverable', label: '交付成果', kind: 'textarea', required: true, maxLength: 300, hint: '拿什么证明完成了，例如印发的文件、验收单' },
        { key: 'due_on', label: '时限', kind: 'date', required: true },
        { key: 'weight', label: '权重', kind: 'number', required: true, initial: 10, hint: '占这项任务的份额，各里程碑按权重合计' },
        { key: 'owner', label: '负责单位', kind: 'ref', ref: 'units', hint: '不选为牵头单位' },
        { key: 'instead', label: '取代', kind: 'select', options: milestonesOf(record), hint: '改动已有的里程碑时选它' },
        reason,
      ],
      warning: '今天起按里程碑计算计划进度；过去各日的灯号不变。',
    },
    { name: 'end-milestone', fields: (record) => [milestoneField(milestonesOf(record)), reason], danger: true },
    {
      name: 'reach-milestone',
      fields: (record) => [
        milestoneField(milestonesOf(record, ({ claimed_on, confirmed_on, reached_on }) => !reached_on && (!claimed_on || !!confirmed_on))),
        { key: 'evidence', label: '完成情况与佐证', kind: 'textarea', required: true, maxLength: 1000, hint: '附件请先加在这个里程碑下面' },
      ],
    },
    {
      name: 'settle-milestone',
      facts: claimedMilestones,
      fields: (record) => [
        milestoneField(milestonesOf(record, ({ claimed_on, confirmed_on }) => !!claimed_on && !confirmed_on)),
        {
          key: 'reached',
          label: '核对结论',
          kind: 'verdict',
          options: [
            { value: 'true', label: '已经完成' },
            { value: 'false', label: '退回' },
          ],
          required: true,
        },
        { key: 'answer', label: '核对情况', kind: 'textarea', required: true, maxLength: 500 },
      ],
    },
    {
      name: 'ask-light',
      fields: [
        { key: 'light', label: '调整为', kind: 'select', options: lights.filter(({ value }) => value !== 'grey'), required: true },
        { key: 'until_on', label: '截止日期', kind: 'date', required: true, hint: '92 天以内，到期自动恢复' },
        reason,
      ],
      warning: '经局领导批准才生效。灯号旁边注明经人工调整，并列出按规则的灯号。',
    },
    { name: 'approve-light', fields: [reason], facts: changeOf('asked') },
    { name: 'refuse-light', fields: [reason], facts: changeOf('asked') },
    { name: 'end-light', fields: [reason], facts: changeOf('approved') },
    {
      name: 'set-target',
      fields: [
        { key: 'count', label: '计数', kind: 'select', options: countings, required: true, hint: '数目由平台按登记的记录计算，不用填报' },
        { key: 'area_code', label: '只计这个区划', kind: 'select', options: areas, hint: '不选为全区' },
        { key: 'base', label: '基数', kind: 'number', required: true, initial: 0, hint: '开始时已有的数目' },
        { key: 'goal', label: '目标数', kind: 'number', required: true },
        { key: 'weight', label: '权重', kind: 'number', required: true, initial: 1, hint: '一项任务有几个目标时按权重合计' },
        { key: 'tolerance', label: '允许相差的百分点', kind: 'number', hint: '不填按平台设置' },
        reason,
      ],
      warning: '同一计数、同一区划已有目标的，今天起按新的计算，原来的留存。',
    },
    { name: 'end-target', fields: (record) => [{ key: 'target', label: '计数目标', kind: 'select', options: targetsOf(record), required: true }, reason], danger: true },
    {
      name: 'close',
      facts: finished,
      doubts: againstClosing,
      fields: [
        {
          key: 'approved',
          label: '核查结论',
          kind: 'verdict',
          options: [
            { value: 'true', label: '同意销号' },
            { value: 'false', label: '退回继续推进' },
          ],
          required: true,
        },
        { key: 'evidence', label: '核查情况与佐证', kind: 'textarea', required: true, maxLength: 1000 },
      ],
    },
    { name: 'reopen', fields: [reason], danger: true },
    {
      name: 'ask-extension',
      fields: (record) => [
        { key: 'due_on', label: '延期至', kind: 'date', required: true, hint: `现在的完成时限是 ${String(record.due_on ?? '')}` },
        { ...reason, hint: '为什么不能按时完成，还差什么，怎样保证新的时限' },
      ],
      warning: '经局领导批准才生效，批准以前仍按原时限亮灯、督办。',
    },
    { name: 'extend', fields: [reason], facts: askedFor },
    { name: 'refuse-extension', fields: [reason], facts: askedFor },
    { name: 'withdraw-application', fields: [reason], warning: '撤回以后任务照旧推进，可以重新申请。' },
    { name: 'name-checker', fields: (record) => [{ key: 'checker', label: '核查人', kind: 'select', options: () => checkers(String(record.id)), required: true, hint: '督导单位中没有报送过这项任务的督导人员' }, reason] },
    { name: 'ask-suspension', fields: (record) => [suspension(record), reason] },
    { name: 'suspend', fields: (record) => [suspension(record), reason], facts: askedFor, danger: true },
    { name: 'refuse-suspension', fields: [reason], facts: askedFor },
    { name: 'resume', fields: [reason] },
    { name: 'issue-slip', fields: slipWords, facts: slipAhead, warning: '发出蓝色督办单，编号、事项和回复时限由平台填写，发出以后内容不能改；发错了的可以撤回。' },
  ],
  panel: () => import('@/parts/TaskPanels.vue').then(({ default: panel }) => panel),
}
