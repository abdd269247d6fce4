import type { Column, Field, Option, Resource, Row } from './types'

export const returnStatuses: Option[] = [
  { value: 'open', label: '待确认', tone: 'warn' },
  { value: 'confirmed', label: '已报送', tone: 'good' },
  { value: 'discarded', label: '已放弃', tone: 'quiet' },
]
/** What may become of a row that came back. */
export const rowStates: Option[] = [
  { value: 'changed', label: '有改动', tone: 'good' },
  { value: 'stale', label: '已过期', tone: 'warn' },
  { value: 'foreign', label: '越界', tone: 'bad' },
  { value: 'faulty', label: '填写有误', tone: 'bad' },
  { value: 'same', label: '未改动', tone: 'quiet' },
  { value: 'missing', label: '文件里没有', tone: 'quiet' },
]

const returnLink = ({ id }: Row) => `/task-form-returns/${encodeURIComponent(String(id))}`
const counts: Column[] = [
  { key: 'changed', label: '有改动', unit: '行' },
  { key: 'stale', label: '已过期', unit: '行' },
  { key: 'foreign', label: '越界', unit: '行' },
  { key: 'faulty', label: '填写有误', unit: '行' },
]
const came: Column[] = [
  { key: 'file_name', label: '文件名' },
  { key: 'uploaded_on', label: '上传日期' },
  { key: 'uploaded_by_name', label: '上传人' },
  { key: 'status', label: '状态', kind: 'status', options: returnStatuses },
  { key: 'outcome', label: '结果' },
]
const made: Column[] = [
  { key: 'number', label: '序号' },
  { key: 'name', label: '工作任务' },
  { key: 'due_on', label: '完成时限' },
  { key: 'light', label: '灯号及原因' },
  { key: 'progress', label: '已填进度' },
]
const filters: Field[] = [
  { key: 'month', label: '月份', kind: 'month' },
  { key: 'unit', label: '填报单位', kind: 'ref', ref: 'units' },
]
const head = () => import('@/parts/TaskFormHead.vue').then(({ default: part }) => part)

export const taskForms: Resource = {
  noun: 'task-forms',
  subject: 'task-form',
  title: '填报表',
  one: '填报表',
  group: '督办',
  titleKey: 'title',
  sort: '-issued_on',
  createPermission: 'task-form:issue',
  createLabel: '生成填报表',
  saves: { label: '生成', done: '已生成，请下载' },
  note: '一个单位一个月一张，一行一项任务，只有实报进度、本月情况、存在问题、需协调事项四列可以填。填好上传以后，先看改了哪些，再确认报送。表里其余内容以生成时留存的为准，改了也不算。',
  columns: [
    { key: 'title', label: '标题' },
    { key: 'month', label: '月份', sort: true },
    { key: 'unit_name', label: '填报单位' },
    { key: 'tasks', label: '任务数' },
    { key: 'issued_on', label: '制表日期', sort: true },
    { key: 'issued_by_name', label: '制表人' },
    { key: 'due_on', label: '报送日' },
    { key: 'returns', label: '上传次数' },
    { key: 'returned_on', label: '最近上传' },
    { key: 'due_basis', label: '报送日依据', kind: 'long', factOnly: true },
    { key: 'came', label: '上传的填报表', kind: 'rows', factOnly: true, columns: came, link: returnLink },
    { key: 'made', label: '表里的任务', kind: 'rows', factOnly: true, columns: made, link: ({ task }) => `/tasks/${encodeURIComponent(String(task))}` },
  ],
  filters,
  form: [
    { key: 'month', label: '月份', kind: 'month', required: true },
    { key: 'unit_id', label: '填报单位', kind: 'ref', ref: 'units', hint: '不选为本单位；督导单位可以替牵头单位生成' },
  ],
  ownDay: true,
  head,
  panel: () => import('@/parts/TaskFormPanel.vue').then(({ default: part }) => part),
}

export const taskFormReturns: Resource = {
  noun: 'task-form-returns',
  subject: 'task-form',
  title: '上传的填报表',
  one: '上传的填报表',
  group: '督办',
  titleKey: 'title',
  sort: '-uploaded_on',
  createPermission: 'nobody',
  columns: [
    { key: 'title', label: '标题' },
    { key: 'unit_name', label: '填报单位' },
    { key: 'uploaded_on', label: '上传日期', sort: true },
    { key: 'uploaded_by_name', label: '上传人' },
    ...counts,
    { key: 'status', label: '状态', kind: 'status', options: returnStatuses },
    { key: 'outcome', label: '结果' },
    { key: 'month', label: '月份', sort: true, factOnly: true },
    { key: 'file_name', label: '文件名', factOnly: true },
    { key: 'settled_by_name', label: '确认人', factOnly: true },
    { key: 'settled_on', label: '确认日期', factOnly: true },
    { key: 'sha256', label: '文件校验值', kind: 'long', last: true },
  ],
  filters: [{ key: 'status', label: '状态', kind: 'select', options: returnStatuses }, ...filters],
  acts: [
    {
      name: 'confirm',
      fields: [],
      warning: ({ stale, foreign, faulty }) =>
        Number(stale) + Number(foreign) + Number(faulty) > 0
          ? '只报送“有改动”的各项，以您的名义，等同逐项报送月报；已过期、越界、填写有误的不报送，原因留在记录里。'
          : '以您的名义报送“有改动”的各项，等同逐项报送月报。',
    },
    { name: 'discard', fields: [], danger: true, warning: '放弃以后不能恢复，可以改好重新上传。' },
  ],
  ownDay: true,
  head,
  panel: () => import('@/parts/TaskFormLines.vue').then(({ default: part }) => part),
}
