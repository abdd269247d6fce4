import { areas } from '@/areas'
import { firmFilter } from './firm'
import type { Field, Option, Resource } from './types'

const nationalStatuses: Option[] = [
  { value: 'active', label: '在列', tone: 'bad' },
  { value: 'ended', label: '已移出', tone: 'quiet' },
]
const associationStatuses: Option[] = [
  { value: 'submitted', label: '已报送', tone: 'warn' },
  { value: 'recorded', label: '已登记备查', tone: 'info' },
  { value: 'withdrawn', label: '已撤销', tone: 'quiet' },
]
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }

export const nationalEntries: Resource = {
  noun: 'national-entries',
  subject: 'national-entry',
  title: '国家级严重失信名单',
  one: '名单记录',
  group: '信用',
  titleKey: 'name',
  searchHint: '名称、代码或文号',
  note: '仅导入。本局无权列入国家级名单，只登记认定机关已作出的决定。',
  createLabel: '导入名单记录',
  columns: [
    { key: 'name', label: '主体名称' },
    { key: 'uscc', label: '统一社会信用代码' },
    { key: 'authority', label: '认定机关' },
    { key: 'listed_on', label: '列入日期', sort: true },
    { key: 'ends_on', label: '期限至' },
    { key: 'status', label: '状态', kind: 'status', options: nationalStatuses },
    { key: 'enterprise_name', label: '对应登记企业', factOnly: true },
    { key: 'source', label: '名单来源', factOnly: true },
    { key: 'document_no', label: '决定文号', factOnly: true },
    { key: 'reason', label: '列入事由', kind: 'long', factOnly: true },
    { key: 'ended_on', label: '移出日期', factOnly: true },
    { key: 'end_reason', label: '移出理由', kind: 'long', factOnly: true },
  ],
  filters: [{ key: 'status', label: '状态', kind: 'select', options: nationalStatuses }],
  form: [
    { key: 'source', label: '名单来源', required: true, maxLength: 100, hint: '如 信用中国' },
    { key: 'document_no', label: '决定文号', required: true, maxLength: 80 },
    { key: 'uscc', label: '统一社会信用代码', required: true, maxLength: 18 },
    { key: 'name', label: '主体名称', required: true, maxLength: 100 },
    { key: 'authority', label: '认定机关', required: true, maxLength: 100 },
    { key: 'listed_on', label: '列入日期', kind: 'date', required: true },
    { key: 'ends_on', label: '期限至', kind: 'date' },
    { key: 'reason', label: '列入事由', kind: 'textarea', required: true, maxLength: 1000 },
  ],
  acts: [{ name: 'end', fields: [reason] }],
}

export const associationEntries: Resource = {
  noun: 'association-entries',
  subject: 'association-entry',
  title: '行业自律黑名单',
  one: '自律名单记录',
  group: '信用',
  titleKey: 'enterprise_name',
  searchHint: '企业名称',
  note: '由行业协会、消委会依自律公约作出，登记备查，不产生行政处罚、资质限制等任何自动效力。',
  createLabel: '报送自律名单',
  columns: [
    { key: 'enterprise_name', label: '企业' },
    { key: 'submitter_name', label: '报送单位' },
    { key: 'listed_on', label: '列入日期', sort: true },
    { key: 'ends_on', label: '期限至' },
    { key: 'status', label: '状态', kind: 'status', options: associationStatuses },
    { key: 'area_code', label: '区划', kind: 'code', options: areas, factOnly: true },
    { key: 'convention', label: '所依公约', kind: 'long', factOnly: true },
    { key: 'reason', label: '事由', kind: 'long', factOnly: true },
    { key: 'effect', label: '效力', kind: 'long', factOnly: true },
    { key: 'recorded_on', label: '登记日期', factOnly: true },
    { key: 'withdrawn_on', label: '撤销日期', factOnly: true },
    { key: 'withdraw_reason', label: '撤销理由', kind: 'long', factOnly: true },
  ],
  filters: [firmFilter, { key: 'status', label: '状态', kind: 'select', options: associationStatuses }],
  editable: true,
  form: [
    { key: 'enterprise_id', label: '企业', kind: 'ref', ref: 'enterprises', required: true, fixed: true },
    { key: 'listed_on', label: '列入日期', kind: 'date', required: true },
    { key: 'ends_on', label: '期限至', kind: 'date', required: true },
    { key: 'convention', label: '所依公约及条款', required: true, maxLength: 300 },
    { key: 'reason', label: '事由', kind: 'textarea', required: true, maxLength: 1000 },
  ],
  acts: [
    { name: 'record', fields: [] },
    { name: 'withdraw', fields: [reason], danger: true },
  ],
}
