import type { Resource } from './types'

export const units: Resource = {
  noun: 'units',
  subject: 'unit',
  title: '单位',
  one: '单位',
  group: '系统',
  titleKey: 'name',
  searchHint: '单位名称或曾用名',
  columns: [
    { key: 'name', label: '单位名称' },
    { key: 'area_code', label: '区划' },
  ],
}
