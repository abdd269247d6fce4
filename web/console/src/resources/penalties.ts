import { areas } from '@/areas'
import { qualityFilter } from '@/quality'
import { firmFilter, importFilter } from './firm'
import type { Field, Option, Resource } from './types'

const kinds: Option[] = [
  { value: 'warning', label: '警告' },
  { value: 'criticism', label: '通报批评' },
  { value: 'fine', label: '罚款' },
  { value: 'confiscation', label: '没收违法所得、没收非法财物' },
  { value: 'suspension', label: '责令停业整顿' },
  { value: 'restriction', label: '限制开展经营活动、限制从业' },
  { value: 'revocation', label: '吊销许可证件' },
]
const classes: Option[] = [
  { value: 'slight', label: '轻微', tone: 'quiet' },
  { value: 'general', label: '一般', tone: 'warn' },
  { value: 'grave', label: '严重', tone: 'bad' },
]
const triggers: Option[] = [
  { value: 'licence_revoked', label: '吊销许可' },
  { value: 'suspended', label: '停业整顿' },
  { value: 'safety_system_penalty', label: '收寄验视、实名收寄、过机安检' },
  { value: 'inspection_refused', label: '拒绝检查' },
  { value: 'user_data_penalty', label: '用户信息泄露' },
  { value: 'major_liability', label: '重大责任事故' },
]
const statuses: Option[] = [
  { value: 'draft', label: '拟稿', tone: 'quiet' },
  { value: 'reviewed', label: '法制审核通过', tone: 'info' },
  { value: 'decided', label: '已决定', tone: 'bad' },
  { value: 'withdrawn', label: '已撤销', tone: 'quiet' },
]
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }

export const penalties: Resource = {
  noun: 'penalties',
  subject: 'penalty',
  attachments: 'penalty-attachments',
  title: '行政处罚',
  one: '行政处罚',
  group: '监管',
  titleKey: 'document_no',
  searchHint: '文号或企业名称',
  columns: [
    { key: 'document_no', label: '处罚文号' },
    { key: 'enterprise_name', label: '当事人' },
    { key: 'kind', label: '种类', kind: 'code', options: kinds },
    { key: 'amount_fen', label: '罚没金额', kind: 'money' },
    { key: 'decided_on', label: '决定日期', sort: true },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'import_no', label: '历史导入', factOnly: true },
    { key: 'publicity_class', label: '失信程度', kind: 'status', options: classes, factOnly: true },
    { key: 'trigger', label: '否决情形', kind: 'code', options: triggers, factOnly: true },
    { key: 'area_code', label: '区划', kind: 'code', options: areas, factOnly: true },
    { key: 'facts', label: '违法事实', kind: 'long', factOnly: true },
    { key: 'basis', label: '处罚依据', kind: 'long', factOnly: true },
    { key: 'drafters', label: '拟稿人', kind: 'refs', ref: 'officers', factOnly: true },
    { key: 'reviewed_by', label: '法制审核人', kind: 'ref', ref: 'officers', factOnly: true },
    { key: 'review_opinion', label: '审核意见', kind: 'long', factOnly: true },
    { key: 'decided_by', label: '决定人', kind: 'ref', ref: 'officers', factOnly: true },
    { key: 'served_on', label: '送达日期', factOnly: true },
    { key: 'withdrawn_on', label: '撤销日期', factOnly: true },
    { key: 'withdraw_reason', label: '撤销理由', kind: 'long', factOnly: true },
  ],
  filters: [
    firmFilter,
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    { key: 'kind', label: '种类', kind: 'select', options: kinds },
    qualityFilter('penalties'),
    importFilter,
  ],
  editable: true,
  form: [
    { key: 'enterprise_id', label: '当事人', kind: 'ref', ref: 'enterprises', required: true, fixed: true },
    { key: 'document_no', label: '处罚文号', required: true, maxLength: 80 },
    { key: 'kind', label: '处罚种类', kind: 'select', options: kinds, required: true, hint: '一案多罚时选最重的一种' },
    { key: 'amount_fen', label: '罚没金额', kind: 'money', required: true, initial: '0.00' },
    { key: 'publicity_class', label: '失信程度', kind: 'select', options: classes, required: true },
    { key: 'trigger', label: '否决情形', kind: 'select', options: triggers, hint: '没有则留空' },
    { key: 'facts', label: '违法事实', kind: 'textarea', required: true, maxLength: 2000 },
    { key: 'basis', label: '处罚依据', kind: 'textarea', required: true, maxLength: 500 },
  ],
  acts: [
    {
      name: 'review',
      fields: [
        {
          key: 'passed',
          label: '审核结论',
          kind: 'verdict',
          options: [
            { value: 'true', label: '通过' },
            { value: 'false', label: '退回修改' },
          ],
          required: true,
        },
        { key: 'opinion', label: '审核意见', kind: 'textarea', required: true, maxLength: 400 },
      ],
    },
    { name: 'decide', fields: [{ key: 'decided_on', label: '决定日期', kind: 'date', required: true }] },
    { name: 'serve', fields: [{ key: 'served_on', label: '送达日期', kind: 'date', required: true }] },
    { name: 'withdraw', fields: [reason], danger: true },
    { name: 'publicise', fields: [], to: ({ id }) => `/publications/new?kind=penalty&subject_id=${encodeURIComponent(id)}` },
  ],
}
