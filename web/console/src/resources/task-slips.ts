import type { Column, Field, Option, Resource, Row } from './types'

/** The colours, which are never shown without their words. */
export const slipColours: Option[] = [
  { value: 'blue', label: '蓝色（提醒）', tone: 'info' },
  { value: 'orange', label: '橙色（警告）', tone: 'warn' },
  { value: 'red', label: '红色（问责提示）', tone: 'bad' },
]
export const slipStatuses: Option[] = [
  { value: 'issued', label: '待签收', tone: 'warn' },
  { value: 'signed', label: '待回复', tone: 'warn' },
  { value: 'answered', label: '待审核', tone: 'info' },
  { value: 'closed', label: '已办结', tone: 'good' },
  { value: 'reissued', label: '逾期升级', tone: 'bad' },
  { value: 'withdrawn', label: '已撤回', tone: 'quiet' },
  { value: 'ended', label: '已终止', tone: 'quiet' },
]
const lights: Option[] = [
  { value: 'red', label: '红灯' },
  { value: 'yellow', label: '黄灯' },
  { value: 'green', label: '绿灯' },
  { value: 'grey', label: '灰灯' },
]

/** The slips of a task, as a table. */
export const slipColumns: Column[] = [
  { key: 'number', label: '编号', kind: 'serial' },
  { key: 'colour', label: '颜色', kind: 'status', options: slipColours },
  { key: 'issued_on', label: '签发日期' },
  { key: 'due_on', label: '回复时限' },
  { key: 'status', label: '状态', kind: 'status', options: slipStatuses },
]
export const slipLink = (row: Row) => `/task-slips/${encodeURIComponent(String(row.id))}`

/** What may be written by hand on a slip that is issued. */
export const slipWords: Field[] = [
  { key: 'demand', label: '要求', kind: 'textarea', maxLength: 400, hint: '不填按平台的标准要求：说明原因，提出整改措施和完成时间，在时限内回复' },
  { key: 'person', label: '责任人', maxLength: 100, hint: '写职务或者姓名，不填为“经办负责人”' },
]

export const taskSlips: Resource = {
  noun: 'task-slips',
  subject: 'task',
  attachments: 'task-slip-attachments',
  title: '督办单',
  one: '督办单',
  group: '督办',
  titleKey: 'number',
  searchHint: '编号、任务或责任单位',
  sort: '-issued_on',
  note: '蓝色提醒，橙色警告，红色督办并提示问责。逾期没有回复，或者回复被退回、没有按时重新回复的，由平台按规则换下一种颜色重新签发，红色以后仍是红色；灯号已经不是红灯、黄灯的，不再升级。颜色、时限和要求是平台默认规则，参照三色督查单惯例，不是法定标准。',
  columns: [
    { key: 'number', label: '编号', kind: 'serial' },
    { key: 'colour', label: '颜色', kind: 'status', options: slipColours },
    { key: 'plan_no', label: '方案' },
    { key: 'task_number', label: '任务序号', factOnly: true },
    { key: 'task_name', label: '任务', to: ({ task_id }) => `/tasks/${encodeURIComponent(String(task_id))}` },
    { key: 'unit_name', label: '责任单位' },
    { key: 'issued_on', label: '签发日期', sort: true },
    { key: 'due_on', label: '回复时限', sort: true },
    { key: 'standing', label: '时限情况' },
    { key: 'status', label: '状态', kind: 'status', options: slipStatuses },
    { key: 'matter', label: '事项', kind: 'long', factOnly: true },
    { key: 'matter_basis', label: '事项依据', kind: 'long', factOnly: true },
    { key: 'demand', label: '要求', kind: 'long', factOnly: true },
    { key: 'person', label: '责任人', factOnly: true },
    { key: 'due_basis', label: '时限依据', kind: 'long', factOnly: true },
    { key: 'light', label: '签发时灯号', kind: 'code', options: lights, factOnly: true },
    { key: 'issuer_name', label: '签发单位', factOnly: true },
    { key: 'issued_by', label: '签发人', factOnly: true },
    { key: 'former_no', label: '上一张', kind: 'serial', factOnly: true },
    { key: 'signed_on', label: '签收日期', factOnly: true },
    { key: 'signed_by', label: '签收人', factOnly: true },
    { key: 'answered_on', label: '回复日期', factOnly: true },
    { key: 'answered_by', label: '回复人', factOnly: true },
    { key: 'cause', label: '原因', kind: 'long', factOnly: true },
    { key: 'measures', label: '整改措施', kind: 'long', factOnly: true },
    { key: 'refusals', label: '退回次数', unit: '次', factOnly: true, when: ({ refusals }) => Boolean(refusals) },
    { key: 'judged_on', label: '审核日期', factOnly: true },
    { key: 'judged_by', label: '审核人', factOnly: true },
    { key: 'judge_note', label: '审核意见', kind: 'long', factOnly: true },
    { key: 'instruction', label: '批示', kind: 'long', factOnly: true },
    { key: 'instructed_on', label: '批示日期', factOnly: true },
    { key: 'instructed_by', label: '批示人', factOnly: true },
    { key: 'ended_on', label: '了结日期', factOnly: true },
    { key: 'ended_by', label: '了结人', factOnly: true },
    { key: 'end_reason', label: '了结说明', kind: 'long', factOnly: true },
    { key: 'others', label: '这项任务的其他督办单', kind: 'rows', factOnly: true, columns: slipColumns, link: slipLink },
  ],
  filters: [
    { key: 'colour', label: '颜色', kind: 'select', options: slipColours },
    { key: 'status', label: '状态', kind: 'select', options: slipStatuses },
    { key: 'unit', label: '责任单位', kind: 'ref', ref: 'units' },
    { key: 'task_id', label: '任务', kind: 'ref', ref: 'tasks' },
  ],
  createPermission: 'nobody',
  acts: [
    { name: 'sign', fields: [], warning: '签收只说明单位已经收到，回复时限照常计算。' },
    {
      name: 'answer',
      fields: [
        { key: 'cause', label: '原因', kind: 'textarea', required: true, maxLength: 1000 },
        { key: 'measures', label: '整改措施', kind: 'textarea', required: true, maxLength: 1000, hint: '写明做什么、谁来做、哪天完成' },
      ],
      warning: ({ due_on }) => `回复时限是 ${String(due_on)}（含当日）。佐证材料请先在【附件】里添加，再回复。回复由督导单位审核；退回的要重新回复；退回时已经到了时限的，顺延到退回后的下一个工作日。`,
    },
    {
      name: 'judge',
      fields: [
        {
          key: 'accepted',
          label: '审核结论',
          kind: 'verdict',
          options: [
            { value: 'true', label: '采纳' },
            { value: 'false', label: '退回' },
          ],
          required: true,
        },
        { key: 'note', label: '审核意见', kind: 'textarea', maxLength: 500, hint: '退回时必填' },
      ],
      warning: '采纳以后督办单办结。退回的，原来的时限接着算；已经到了时限的，顺延到退回后的下一个工作日，到时没有重新回复的会升级重新签发。',
    },
    { name: 'instruct', fields: [{ key: 'instruction', label: '批示', kind: 'textarea', required: true, maxLength: 500 }] },
    {
      name: 'withdraw',
      fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }],
      danger: true,
      warning: '只用于发错了的。撤回以后不能恢复，编号不再另用。',
    },
  ],
  panel: () => import('@/parts/TaskSlipPanel.vue').then(({ default: panel }) => panel),
}
