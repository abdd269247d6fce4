import { areas } from '@/areas'
import { firmFilter } from './firm'
import type { Field, Option, Resource } from './types'

export const networkKinds: Option[] = [
  { value: 'district_centre', label: '区级集散中心' },
  { value: 'transfer_station', label: '乡镇中转站' },
  { value: 'line', label: '寄递专线' },
  { value: 'vehicle', label: '快递服务车辆' },
]
const states: Option[] = [
  { value: 'in_use', label: '在用', tone: 'good' },
  { value: 'planned', label: '尚未启用', tone: 'info' },
  { value: 'ended', label: '已停用', tone: 'quiet' },
  { value: 'voided', label: '登记已作废', tone: 'quiet' },
]
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }

export const networkParts: Resource = {
  noun: 'network-parts',
  subject: 'network-part',
  title: '寄递网络',
  one: '寄递网络登记',
  group: '监管',
  titleKey: 'name',
  sort: '-from',
  searchHint: '名称、编号、地址、企业或来源文件',
  createLabel: '登记寄递网络',
  note: '登记区级集散中心、乡镇中转站、寄递专线和有统一编号的快递服务车辆，每条写明来源文件和起止日期，督办任务的计数进度按这里的登记计算。村级服务点不在这里登记，按已备案的村级末端网点计数。',
  columns: [
    { key: 'name', label: '名称或编号', sort: true },
    { key: 'kind', label: '类别', kind: 'code', options: networkKinds },
    { key: 'area_code', label: '区划', kind: 'code', options: areas },
    { key: 'enterprise_name', label: '运营企业' },
    { key: 'from', label: '启用日期', kind: 'date', sort: true },
    { key: 'state', label: '状态', kind: 'status', options: states },
    { key: 'address', label: '地址或起讫点', factOnly: true },
    { key: 'source_no', label: '来源文件', factOnly: true },
    { key: 'source_on', label: '来源文件日期', factOnly: true },
    { key: 'note', label: '说明', kind: 'long', factOnly: true },
    { key: 'recorded_by', label: '登记人', factOnly: true },
    { key: 'ended_on', label: '停用日期', factOnly: true },
    { key: 'end_reason', label: '停用理由', kind: 'long', factOnly: true },
    { key: 'ended_by', label: '停用登记人', factOnly: true },
    { key: 'voided_on', label: '作废日期', factOnly: true },
    { key: 'void_reason', label: '作废理由', kind: 'long', factOnly: true },
    { key: 'voided_by', label: '作废人', factOnly: true },
  ],
  filters: [
    { key: 'kind', label: '类别', kind: 'select', options: networkKinds },
    { key: 'area_code', label: '区划', kind: 'select', options: areas },
    firmFilter,
    { key: 'on', label: '此日在用', kind: 'date' },
  ],
  editable: true,
  form: [
    { key: 'kind', label: '类别', kind: 'select', options: networkKinds, required: true, fixed: true },
    { key: 'enterprise_id', label: '运营企业', kind: 'ref', ref: 'enterprises', requiredWhen: ({ kind }) => kind === 'vehicle', fixed: true, hint: '车辆必填，其他可以不填' },
    { key: 'name', label: '名称或编号', required: true, maxLength: 60, hint: '车辆填统一编号；停用后名称和编号不再另用' },
    { key: 'area_code', label: '区划', kind: 'select', options: areas, required: true },
    { key: 'address', label: '地址或起讫点', maxLength: 150 },
    { key: 'from', label: '启用日期', kind: 'date', required: true, hint: '启用、开通或者编号的日期，不得晚于今天' },
    { key: 'source_no', label: '来源文件', required: true, maxLength: 150, hint: '据以登记的批复、验收或者编号文件' },
    { key: 'source_on', label: '来源文件日期', kind: 'date', required: true },
    { key: 'note', label: '说明', kind: 'textarea', maxLength: 400 },
    { ...reason, label: '更正理由', changeOnly: true },
  ],
  acts: [
    { name: 'end', fields: [{ key: 'on', label: '自哪天起停用', kind: 'date', required: true, hint: '不得晚于今天' }, reason], warning: '停用以前的日子照常计数；停用后不能撤回，名称和编号不再另用。' },
    { name: 'void', danger: true, warning: '仅用于登记错了的：作废后，这次登记在任何一天都不计数。真的停用了的，请按【登记停用】。', fields: [reason] },
  ],
}
