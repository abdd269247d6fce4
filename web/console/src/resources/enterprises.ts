import { areas } from '@/areas'
import { qualityFilter } from '@/quality'
import { importFilter } from './firm'
import { restoration } from './restoration'
import type { Option, Resource } from './types'

const statuses: Option[] = [
  { value: 'active', label: '存续', tone: 'good' },
  { value: 'suspended', label: '停业', tone: 'warn' },
  { value: 'closed', label: '注销', tone: 'quiet' },
]

export const enterprises: Resource = {
  noun: 'enterprises',
  subject: 'enterprise',
  title: '快递企业',
  one: '企业',
  group: '监管',
  titleKey: 'name',
  searchHint: '名称、代码、许可证号、地址、品牌',
  columns: [
    { key: 'name', label: '企业名称', sort: true },
    { key: 'uscc', label: '统一社会信用代码' },
    { key: 'brand', label: '品牌' },
    { key: 'area_code', label: '所在区划', kind: 'code', options: areas },
    { key: 'licence_no', label: '许可证号' },
    { key: 'licence_expires', label: '许可有效期至', sort: true },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'address', label: '地址', factOnly: true },
    { key: 'representative', label: '法定代表人', factOnly: true },
    { key: 'service_phone', label: '服务电话', factOnly: true },
    { key: 'restored_from', label: '撤回的登记自', factOnly: true },
    { key: 'restored_on', label: '登记撤回日期', factOnly: true },
    { key: 'restored_basis', label: '撤回依据', factOnly: true },
    { key: 'restored_reason', label: '撤回理由', kind: 'long', factOnly: true },
    { key: 'created_at', label: '建档时间', kind: 'time', factOnly: true },
  ],
  filters: [
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    { key: 'brand', label: '持有的品牌（全名）', maxLength: 30 },
    { key: 'area_code', label: '所在区划', kind: 'select', options: areas },
    qualityFilter('enterprises'),
    importFilter,
  ],
  editable: true,
  form: [
    { key: 'name', label: '企业名称', required: true, maxLength: 100 },
    { key: 'uscc', label: '统一社会信用代码', required: true, maxLength: 18, fixed: true },
    { key: 'brand', label: '品牌', maxLength: 30, hint: '主要品牌，列表里显示；其他品牌在企业页面登记' },
    { key: 'area_code', label: '所在区划', kind: 'select', options: areas, required: true },
    { key: 'address', label: '地址', required: true },
    { key: 'representative', label: '法定代表人' },
    { key: 'service_phone', label: '服务电话', hint: '会对外公示，请勿填写个人手机' },
    { key: 'status', label: '状态', kind: 'select', options: statuses, required: true, changeOnly: true },
  ],
  acts: [
    restoration('只用于登记错了的：企业视为从未注销，因它注销失效的备案随即恢复，原备案号和回执继续有效，企业会收到通知。许可证也登记了终止的，到那个许可证的页面另外撤回。', [
      { key: 'status', label: '撤回后的状态', kind: 'select', options: statuses.filter(({ value }) => value !== 'closed'), required: true, initial: 'active' },
    ]),
  ],
  panel: () => import('@/parts/EnterpriseParts.vue').then(({ default: panel }) => panel),
}
