import { areas } from '@/areas'
import { firmFilter, importFilter } from './firm'
import { restoration } from './restoration'
import type { Option, Resource } from './types'

const states: Option[] = [
  { value: 'valid', label: '有效', tone: 'good' },
  { value: 'early', label: '尚未列入', tone: 'info' },
  { value: 'expired', label: '名录已到期', tone: 'bad' },
  { value: 'unauthorised', label: '不在授权期内', tone: 'bad' },
  { value: 'invalid', label: '名录已失效', tone: 'bad' },
]

export const branches: Resource = {
  noun: 'branches',
  subject: 'branch',
  title: '分支机构名录',
  one: '分支机构',
  group: '监管',
  titleKey: 'name',
  searchHint: '名称、名录编号、地址、所属企业或区划',
  createLabel: '列入名录',
  note: '经企业授权、列入名录的分支机构，可以自己开办末端网点。名录失效或授权期满以后不得新备案。',
  columns: [
    { key: 'name', label: '分支机构', sort: true },
    { key: 'directory_no', label: '名录编号' },
    { key: 'enterprise_name', label: '所属企业' },
    { key: 'state', label: '状态', kind: 'status', options: states },
    { key: 'area_code', label: '所在区划', kind: 'code', options: areas },
    { key: 'valid_until', label: '名录有效期至', sort: true },
    { key: 'address', label: '地址', factOnly: true },
    { key: 'responsible_name', label: '负责人', factOnly: true },
    { key: 'service_phone', label: '服务电话', factOnly: true },
    { key: 'authority_no', label: '法人授权书文号', factOnly: true },
    { key: 'authorised_from', label: '授权自', factOnly: true },
    { key: 'authorised_until', label: '授权至', factOnly: true },
    { key: 'entered_on', label: '列入名录日期', factOnly: true },
    { key: 'reason', label: '说明', kind: 'long', factOnly: true },
    { key: 'recorded_by', label: '登记人', factOnly: true },
    { key: 'invalid_from', label: '名录失效自', factOnly: true },
    { key: 'invalid_document_no', label: '失效文号', factOnly: true },
    { key: 'invalid_reason', label: '失效理由', kind: 'long', factOnly: true },
    { key: 'invalidated_by', label: '失效登记人', factOnly: true },
    { key: 'restored_on', label: '登记撤回日期', factOnly: true },
    { key: 'restored_by', label: '撤回登记人', factOnly: true },
    { key: 'restored_basis', label: '撤回依据', factOnly: true },
    { key: 'restored_reason', label: '撤回理由', kind: 'long', factOnly: true },
  ],
  filters: [firmFilter, { key: 'area_code', label: '所在区划', kind: 'select', options: areas }, importFilter],
  editable: true,
  form: [
    { key: 'enterprise_id', label: '所属企业', kind: 'ref', ref: 'enterprises', required: true, fixed: true },
    { key: 'name', label: '分支机构名称', required: true, maxLength: 100 },
    { key: 'directory_no', label: '名录编号', required: true, maxLength: 60 },
    { key: 'area_code', label: '所在区划', kind: 'select', options: areas, required: true },
    { key: 'address', label: '地址', required: true, maxLength: 150 },
    { key: 'responsible_name', label: '负责人', required: true, maxLength: 30, hint: '保存后只显示部分内容；不改动则保持原值' },
    { key: 'service_phone', label: '服务电话', maxLength: 30 },
    { key: 'authority_no', label: '法人授权书文号', required: true, maxLength: 100 },
    { key: 'authorised_from', label: '授权自', kind: 'date', required: true },
    { key: 'authorised_until', label: '授权至', kind: 'date', hint: '没有期限的留空' },
    { key: 'entered_on', label: '列入名录日期', kind: 'date', required: true },
    { key: 'valid_until', label: '名录有效期至', kind: 'date', hint: '没有期限的留空' },
    { key: 'reason', label: '说明', kind: 'textarea', required: true, maxLength: 400, hint: '如列入、换发或变更的依据' },
  ],
  acts: [
    {
      name: 'invalidate',
      danger: true,
      warning: '自那天起这个分支机构不得新开办末端网点，由它开办的备案当夜随之失效，企业会收到通知。登记错了的，可以撤回。',
      fields: [
        { key: 'from', label: '自哪天起失效', kind: 'date', required: true },
        { key: 'document_no', label: '文号', maxLength: 100 },
        { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 },
      ],
    },
    restoration('只用于登记错了的：名录视为从未失效，因它失效的备案随即恢复，原备案号和回执继续有效，企业会收到通知。已注销的、因别的原因失效的不恢复。'),
  ],
}
