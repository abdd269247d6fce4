import type { ActForm, Column, Option, Resource, Row } from './types'

export const coordinationStatuses: Option[] = [
  { value: 'asked', label: '待回复', tone: 'warn' },
  { value: 'returned', label: '退回再办', tone: 'warn' },
  { value: 'escalated', label: '待裁定', tone: 'bad' },
  { value: 'answered', label: '已回复', tone: 'info' },
  { value: 'settled', label: '已办结', tone: 'good' },
  { value: 'dismissed', label: '不予协调', tone: 'quiet' },
  { value: 'withdrawn', label: '已撤回', tone: 'quiet' },
  { value: 'ended', label: '已终止', tone: 'quiet' },
]
const agreements: Option[] = [
  { value: 'true', label: '可以办理', tone: 'good' },
  { value: 'false', label: '不能办理', tone: 'bad' },
]

/** The requests of a task, as a table. */
export const coordinationColumns: Column[] = [
  { key: 'number', label: '编号', kind: 'serial' },
  { key: 'matter', label: '请求事项' },
  { key: 'unit_name', label: '被请求单位' },
  { key: 'due_on', label: '回复时限' },
  { key: 'standing', label: '时限情况' },
  { key: 'status', label: '状态', kind: 'status', options: coordinationStatuses },
]
export const coordinationLink = (row: Row) => `/coordinations/${encodeURIComponent(String(row.id))}`

/** The reports of a task, from one of which a request may follow. */
const reportsOf = (record: Row): Option[] =>
  ((record.reports as { id: string; month: string }[] | undefined) ?? []).map(({ id, month }) => ({ value: id, label: `${month} 月报` }))

/** What the lead asks for. */
export const askCoordination: ActForm = {
  name: 'ask-coordination',
  fields: (record) => [
    { key: 'units', label: '请求的单位', kind: 'refs', ref: 'units', required: true, hint: '可以选几个，各自回复；不限于这项任务的配合单位' },
    { key: 'matter', label: '请求事项', required: true, maxLength: 100 },
    { key: 'detail', label: '具体请求', kind: 'textarea', required: true, maxLength: 1000, hint: '请对方做什么、做到什么程度；不要写个人信息' },
    { key: 'wished_on', label: '希望办成日期', kind: 'date', required: true },
    { key: 'report', label: '出自哪份月报', kind: 'select', options: reportsOf(record), hint: '可不选' },
  ],
  warning: '编号和回复时限由平台填写，默认 5 个工作日。发出以后内容不能改，不需要了可以撤回；佐证附件在发出以后添加。',
}

export const coordinations: Resource = {
  noun: 'coordinations',
  subject: 'task',
  attachments: 'coordination-attachments',
  title: '协调事项',
  one: '协调事项',
  group: '督办',
  titleKey: 'number',
  searchHint: '编号、事项、任务或单位',
  sort: '-asked_on',
  note: '牵头单位请其他单位协助办理的事。时限是平台默认设置，不是法定期限；逾期没有回复的，由定时任务报督导单位裁定。',
  columns: [
    { key: 'number', label: '编号', kind: 'serial' },
    { key: 'matter', label: '请求事项' },
    { key: 'task_name', label: '任务' },
    { key: 'asker_name', label: '提请单位' },
    { key: 'unit_name', label: '被请求单位' },
    { key: 'due_on', label: '回复时限', sort: true },
    { key: 'standing', label: '时限情况' },
    { key: 'status', label: '状态', kind: 'status', options: coordinationStatuses },
    { key: 'detail', label: '具体请求', kind: 'long', factOnly: true },
    { key: 'wished_on', label: '希望办成日期', factOnly: true },
    { key: 'asked_on', label: '提请日期', sort: true, factOnly: true },
    { key: 'asked_by', label: '提请人', factOnly: true },
    { key: 'due_basis', label: '时限依据', kind: 'long', factOnly: true },
    { key: 'answered_on', label: '回复日期', factOnly: true },
    { key: 'answered_by', label: '回复人', factOnly: true },
    { key: 'agreed', label: '能否办理', kind: 'status', options: agreements, factOnly: true, when: ({ answered_on }) => Boolean(answered_on) },
    { key: 'answer', label: '回复内容', kind: 'long', factOnly: true },
    { key: 'refusals', label: '退回次数', unit: '次', factOnly: true, when: ({ refusals }) => Boolean(refusals) },
    { key: 'judged_on', label: '确认日期', factOnly: true },
    { key: 'judged_by', label: '确认人', factOnly: true },
    { key: 'judge_note', label: '确认意见', kind: 'long', factOnly: true },
    { key: 'escalated_on', label: '报裁定日期', factOnly: true },
    { key: 'decided_on', label: '裁定日期', factOnly: true },
    { key: 'decided_by', label: '裁定人', factOnly: true },
    { key: 'decision', label: '裁定意见', kind: 'long', factOnly: true },
    { key: 'ended_on', label: '了结日期', factOnly: true },
    { key: 'ended_by', label: '了结人', factOnly: true },
    { key: 'end_reason', label: '了结说明', kind: 'long', factOnly: true },
    { key: 'others', label: '同时请求的其他单位', kind: 'rows', factOnly: true, columns: coordinationColumns, link: coordinationLink },
  ],
  filters: [
    { key: 'status', label: '状态', kind: 'select', options: coordinationStatuses },
    { key: 'unit', label: '被请求单位', kind: 'ref', ref: 'units' },
    { key: 'task_id', label: '任务', kind: 'ref', ref: 'tasks' },
  ],
  createPermission: 'nobody',
  acts: [
    {
      name: 'answer',
      fields: [
        {
          key: 'agreed',
          label: '能否办理',
          kind: 'verdict',
          options: [
            { value: 'true', label: '可以办理' },
            { value: 'false', label: '不能办理' },
          ],
          required: true,
        },
        { key: 'answer', label: '回复内容', kind: 'textarea', required: true, maxLength: 1000, hint: '怎么办理、谁来办、哪天办成；不能办理的写明原因' },
      ],
      warning: ({ due_on }) => `回复时限是 ${String(due_on)}（含当日）。佐证材料请先在【附件】里添加，再回复。`,
    },
    {
      name: 'settle',
      fields: [
        {
          key: 'solved',
          label: '确认结论',
          kind: 'verdict',
          options: [
            { value: 'true', label: '已经解决' },
            { value: 'false', label: '退回再办' },
          ],
          required: true,
        },
        { key: 'note', label: '确认意见', kind: 'textarea', maxLength: 500, hint: '退回时必填，写明还差什么' },
      ],
      warning: '确认解决以后办结，不能再改。退回的，对方要重新回复，时限从退回次日起重新计算。',
    },
    {
      name: 'decide',
      fields: [
        {
          key: 'upheld',
          label: '裁定结论',
          kind: 'verdict',
          options: [
            { value: 'true', label: '由被请求单位办理' },
            { value: 'false', label: '不予协调' },
          ],
          required: true,
        },
        { key: 'decision', label: '裁定意见', kind: 'textarea', required: true, maxLength: 500 },
      ],
      warning: '裁定办理的，时限从裁定次日起重新计算；不予协调的，这件事到此为止。',
    },
    {
      name: 'withdraw',
      fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }],
      danger: true,
      warning: '撤回以后不能恢复，编号不再另用。同时请求的其他单位不受影响。',
    },
  ],
  panel: () => import('@/parts/CoordinationPanel.vue').then(({ default: panel }) => panel),
}
