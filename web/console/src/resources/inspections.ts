import { laterDay } from '@/format'
import { firmFilter, importFilter } from './firm'
import type { Field, Option, Resource, Row } from './types'

const kinds: Option[] = [
  { value: 'daily', label: '日常检查' },
  { value: 'special', label: '专项检查' },
  { value: 'clue', label: '线索核查' },
  { value: 'instant', label: '即时检查' },
]
const statuses: Option[] = [
  { value: 'planned', label: '计划', tone: 'quiet' },
  { value: 'recorded', label: '已录入，待审核', tone: 'warn' },
  { value: 'confirmed', label: '已审核', tone: 'info' },
  { value: 'published', label: '结果已公开', tone: 'good' },
]
const results: Option[] = [
  { value: 'no_problem', label: '未发现问题' },
  { value: 'not_disclosed', label: '未按规定公示应当公示的信息' },
  { value: 'false_disclosure', label: '公示信息隐瞒真实情况、弄虚作假' },
  { value: 'unreachable', label: '通过登记的住所（经营场所）无法联系' },
  { value: 'ordered_to_correct', label: '发现问题已责令改正' },
  { value: 'uncooperative', label: '不配合检查情节严重' },
  { value: 'no_such_business', label: '未发现开展本次抽查涉及的经营活动' },
  { value: 'to_be_handled', label: '发现问题待后续处理' },
]
const auxiliaries: Option[] = [
  { value: 'deregistered', label: '注销' },
  { value: 'revoked', label: '吊销' },
  { value: 'annulled', label: '撤销' },
  { value: 'moved_out', label: '迁出' },
  { value: 'suspended', label: '停业' },
]
const items: Option[] = [
  { value: 'licence', label: '许可与备案' },
  { value: 'acceptance', label: '收寄验视' },
  { value: 'real_name', label: '实名收寄' },
  { value: 'screening', label: '过机安检' },
  { value: 'user_data', label: '用户信息保护' },
  { value: 'premises', label: '场所安全' },
  { value: 'emergency', label: '应急管理' },
  { value: 'notices', label: '服务公示' },
  { value: 'delivery', label: '投递与签收' },
  { value: 'complaints', label: '投诉申诉处理' },
  { value: 'reporting', label: '数据报送' },
  { value: 'unified', label: '统一管理' },
  { value: 'unclaimed', label: '无着快件处理' },
  { value: 'packaging', label: '绿色包装' },
  { value: 'annual_report', label: '年度报告' },
  { value: 'lockers', label: '智能快件箱' },
  { value: 'vehicles', label: '车辆标识' },
]
const severities: Option[] = [
  { value: 'minor', label: '轻微', tone: 'quiet' },
  { value: 'serious', label: '一般', tone: 'warn' },
  { value: 'very_serious', label: '严重', tone: 'bad' },
  { value: 'most_serious', label: '特别严重', tone: 'bad' },
]
const clean = new Set(['', 'no_problem', 'no_such_business'])

const findings: Field = {
  key: 'findings',
  label: '发现的问题',
  kind: 'rows',
  rowTitle: '一个问题',
  when: ({ result }) => !clean.has(String(result ?? '')),
  fields: [
    { key: 'group', label: '抽查事项', kind: 'select', options: items, required: true },
    { key: 'class', label: '严重程度', kind: 'select', options: severities, required: true },
    { key: 'text', label: '问题', kind: 'textarea', required: true, maxLength: 300 },
    { key: 'basis', label: '依据', maxLength: 100 },
    { key: 'rectify_by', label: '整改期限', kind: 'date' },
  ],
}

interface Finding {
  id: string
  text: string
  open: boolean
}
const openFindings = (record: Row): Option[] =>
  ((record.findings as Finding[] | undefined) ?? []).filter(({ open }) => open).map(({ id, text }) => ({ value: id, label: text }))

export const inspections: Resource = {
  noun: 'inspections',
  subject: 'inspection',
  attachments: 'inspection-attachments',
  title: '行政检查',
  one: '检查',
  group: '监管',
  titleKey: 'enterprise_name',
  searchHint: '企业名称',
  note: '本平台是检查台账：执法码、通知书等以市“执法+监督”系统为准。',
  columns: [
    { key: 'enterprise_name', label: '被检查企业', sort: true },
    { key: 'kind', label: '类别', kind: 'code', options: kinds },
    { key: 'planned_on', label: '计划检查日', sort: true },
    { key: 'inspected_on', label: '检查日', sort: true },
    { key: 'result', label: '结果', kind: 'code', options: results },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'import_no', label: '历史导入', factOnly: true },
    { key: 'document_no', label: '检查编号', factOnly: true },
    { key: 'endpoint_id', label: '末端网点', kind: 'ref', ref: 'endpoints', factOnly: true },
    { key: 'basis', label: '检查依据', factOnly: true },
    { key: 'drawn', label: '随机抽取', kind: 'yesno', factOnly: true },
    { key: 'officers', label: '执法人员', kind: 'refs', ref: 'officers', factOnly: true },
    { key: 'officer_names', label: '执法人员（当时）', factOnly: true },
    { key: 'units', label: '检查项数', factOnly: true },
    { key: 'auxiliary', label: '辅助结果', kind: 'code', options: auxiliaries, factOnly: true },
    { key: 'published_on', label: '公开日', factOnly: true },
    {
      key: 'findings',
      label: '发现的问题',
      kind: 'rows',
      factOnly: true,
      columns: [
        { key: 'group', label: '事项', kind: 'code', options: items },
        { key: 'class', label: '程度', kind: 'status', options: severities },
        { key: 'text', label: '问题' },
        { key: 'basis', label: '依据' },
        { key: 'rectify_by', label: '整改期限' },
        { key: 'open', label: '未整改', kind: 'yesno' },
        { key: 'rectified_on', label: '整改日' },
      ],
    },
  ],
  filters: [
    firmFilter,
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    { key: 'kind', label: '类别', kind: 'select', options: kinds },
    { key: 'result', label: '结果', kind: 'select', options: results },
    { key: 'officer', label: '执法人员', kind: 'ref', ref: 'officers', permission: 'officer:read' },
    { key: 'from', label: '检查日自', kind: 'date' },
    { key: 'to', label: '检查日至', kind: 'date' },
    importFilter,
  ],
  quick: [
    { label: '我的检查', role: 'inspector', query: ({ id }) => ({ officer: id }) },
    { label: '今天', query: (_, today) => ({ from: today, to: today }) },
    { label: '今后七天', query: (_, today) => ({ from: today, to: laterDay(today, 6) }) },
    { label: '过去三十天', query: (_, today) => ({ from: laterDay(today, -29), to: today }) },
  ],
  editable: true,
  form: [
    { key: 'enterprise_id', label: '被检查企业', kind: 'ref', ref: 'enterprises', required: true, fixed: true },
    { key: 'endpoint_id', label: '末端网点', kind: 'ref', ref: 'endpoints', hint: '检查企业本身时留空' },
    { key: 'kind', label: '检查类别', kind: 'select', options: kinds, required: true },
    { key: 'planned_on', label: '计划检查日', kind: 'date', required: true },
    { key: 'officers', label: '执法人员', kind: 'refs', ref: 'officers', required: true, hint: '至少两名，证件须在有效期内' },
    { key: 'drawn', label: '抽取方式', kind: 'yesno', hint: '由随机抽取产生' },
    { key: 'basis', label: '检查依据', kind: 'textarea', required: true, maxLength: 200 },
  ],
  acts: [
    {
      name: 'record',
      fields: [
        { key: 'inspected_on', label: '检查日', kind: 'date', required: true },
        { key: 'units', label: '检查项数', kind: 'number', required: true },
        { key: 'result', label: '检查结果', kind: 'select', options: results, required: true },
        { key: 'auxiliary', label: '辅助结果', kind: 'select', options: auxiliaries },
        findings,
      ],
    },
    { name: 'confirm', fields: [], warning: '确认后检查结果不能再改，问题自今日起计入信用评价。' },
    { name: 'return', fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true }], danger: true },
    {
      name: 'rectify',
      fields: (record) => [
        { key: 'finding_id', label: '已整改的问题', kind: 'select', options: openFindings(record), required: true },
        { key: 'rectified_on', label: '整改完成日', kind: 'date', required: true },
      ],
    },
    { name: 'publicise', fields: [], to: ({ id }) => `/publications/new?kind=inspection_result&subject_id=${encodeURIComponent(id)}` },
  ],
}
