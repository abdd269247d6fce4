import { areas } from '@/areas'
import type { Field, Option, Resource } from './types'

const kinds: Option[] = [
  { value: 'department', label: '区级部门' },
  { value: 'township', label: '镇、乡人民政府' },
  { value: 'street', label: '街道办事处' },
  { value: 'bureau', label: '分局、支队' },
  { value: 'company', label: '企业' },
  { value: 'other', label: '协会、委员会等' },
]

/** The names in use, to choose one of. */
function aliasOptions(aliases: unknown): Option[] {
  const rows = (aliases ?? []) as { alias: string; valid_to: string }[]
  return rows.filter(({ valid_to: end }) => !end).map(({ alias }) => ({ value: alias, label: alias }))
}

const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400, hint: '例：机构改革方案及文号' }
const names: Field[] = [
  { key: 'name', label: '单位名称', required: true, maxLength: 100 },
  { key: 'short_name', label: '简称', maxLength: 50 },
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
    { key: 'successor_said.name', label: '承接单位', factOnly: true },
    { key: 'edited', label: '本局改动过', kind: 'yesno', factOnly: true },
  ],
  createLabel: '新建单位',
  form: [
    ...names,
    { key: 'kind', label: '类别', kind: 'select', options: kinds, required: true },
    { key: 'area_code', label: '区划', kind: 'select', options: areas, sendEmpty: true },
    { key: 'valid_from', label: '设立日期', kind: 'date', required: true },
  ],
  acts: [
    {
      name: 'rename',
      warning: ({ holdings, name }) => {
        const { tasks = 0, accounts = 0 } = (holdings ?? {}) as { tasks?: number; accounts?: number }
        return `涉及“${name}”的有：未办结任务 ${tasks} 项、在用账号 ${accounts} 个，请核对后再确定。原名称和简称转为曾用名，自改名之日的前一天起停用；以前的任务、月报仍显示当时的名称。`
      },
      fields: (record) => [
        { ...names[0]!, initial: record.name },
        { ...names[1]!, initial: record.short_name },
        { key: 'on', label: '自哪天起用新名', kind: 'date', required: true },
        reason,
      ],
    },
    {
      name: 'add-alias',
      fields: [
        { key: 'alias', label: '别称', required: true, maxLength: 50 },
        { key: 'valid_from', label: '启用日', kind: 'date', hint: '不清楚可不填' },
        { key: 'valid_to', label: '停用日', kind: 'date', hint: '仍在使用则不填' },
      ],
    },
    {
      name: 'end-alias',
      fields: (record) => [
        { key: 'alias', label: '别称', kind: 'select', required: true, options: aliasOptions(record.aliases) },
        { key: 'valid_to', label: '最后一天', kind: 'date', required: true },
      ],
    },
    {
      name: 'dissolve',
      danger: true,
      warning: '撤销后由承接单位办理它的任务；任务和月报保留当时的名称，账号须另行调整单位。',
      fields: [
        { key: 'last_day', label: '存续的最后一天', kind: 'date', required: true, hint: '不晚于昨天' },
        { key: 'successor', label: '承接单位', kind: 'ref', ref: 'units', hint: '还有未办结任务的必须指明' },
        reason,
      ],
    },
  ],
  panel: () => import('@/parts/UnitLine.vue').then(({ default: panel }) => panel),
  filters: [{ key: 'kind', label: '类别', kind: 'select', options: kinds }],
}
