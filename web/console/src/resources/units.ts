import { areas } from '@/areas'
import type { Option, Resource } from './types'

const kinds: Option[] = [
  { value: 'department', label: '区级部门' },
  { value: 'township', label: '镇、乡人民政府' },
  { value: 'street', label: '街道办事处' },
  { value: 'bureau', label: '分局、支队' },
  { value: 'company', label: '企业' },
  { value: 'other', label: '协会、委员会等' },
]

export const units: Resource = {
  noun: 'units',
  subject: 'unit',
  title: '单位',
  one: '单位',
  group: '系统',
  titleKey: 'name',
  searchHint: '单位名称或曾用名',
  columns: [
    { key: 'name', label: '单位名称', sort: true },
    { key: 'short_name', label: '简称' },
    { key: 'kind', label: '类别', kind: 'code', options: kinds },
    { key: 'area_code', label: '区划', kind: 'code', options: areas },
    { key: 'valid_from', label: '设立', factOnly: true },
    { key: 'valid_to', label: '撤销', factOnly: true },
    { key: 'aliases', label: '曾用名、别称', kind: 'list', factOnly: true },
    { key: 'successor_said.name', label: '承接单位', factOnly: true },
  ],
  filters: [{ key: 'kind', label: '类别', kind: 'select', options: kinds }],
}
