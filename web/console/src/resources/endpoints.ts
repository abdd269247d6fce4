import { request } from '@/api/client'
import { areas } from '@/areas'
import { cardOf, type Card } from '@/card'
import { pointed } from '@/format'
import { qualityFilter } from '@/quality'
import { firmFilter, importFilter } from './firm'
import { licenceScopes } from './licences'
import type { Column, Field, Following, Option, Resource, Row } from './types'

const statuses: Option[] = [
  { value: 'draft', label: '草稿', tone: 'quiet' },
  { value: 'submitted', label: '已提交', tone: 'info' },
  { value: 'correction', label: '待补正', tone: 'warn' },
  { value: 'filed', label: '已备案', tone: 'good' },
  { value: 'returned', label: '已退回', tone: 'bad' },
  { value: 'cancelled', label: '已注销', tone: 'quiet' },
  { value: 'lapsed', label: '已失效', tone: 'bad' },
]
const kinds: Option[] = [
  { value: 'own', label: '自营' },
  { value: 'partner', label: '合作' },
  { value: 'station', label: '综合服务站' },
  { value: 'courier_post', label: '驿站' },
  { value: 'village', label: '村级点' },
  { value: 'campus', label: '校园点' },
]
const services: Option[] = [
  { value: 'pickup', label: '收寄' },
  { value: 'delivery', label: '投递' },
]
const brands = ['中国邮政', '顺丰', '京东', '中通', '圆通', '申通', '韵达', '极兔', '德邦', '菜鸟', '兔喜', '妈妈驿站']
const lateness: Option[] = [
  { value: 'filed', label: '逾期备案' },
  { value: 'overdue', label: '有事项逾期' },
]
const placed: Option[] = [
  { value: 'yes', label: '有坐标' },
  { value: 'no', label: '无坐标' },
]
const townships = areas.filter(({ value }) => value.length === 9)
const masked = '保存后只显示部分内容；不改动则保持原值'

/** What the rules find against the filing as it stands, the gravest first. */
function doubts(record: Row): string[] {
  const lines = ((record.checks as { lines: Check[] | null } | undefined)?.lines ?? []).filter(({ holds }) => !holds)
  return lines.toSorted((a, b) => Number(a.advises ?? false) - Number(b.advises ?? false)).map(({ title, seen, advises }) => `${advises ? '提示' : '不符'}：${title}。${seen}`)
}
interface Check {
  rule_id: string
  title: string
  seen: string
  holds: boolean
  advises?: boolean
}
/** What may be filed all the same, with a reason. */
const gaps = (record: Row) => ((record.checks as { lines: Check[] | null } | undefined)?.lines ?? []).filter(({ rule_id, holds }) => !holds && ['FILING-BRAND', 'FILING-MATERIALS'].includes(rule_id))
const ends: Record<string, string> = { cancelled: '注销', lapsed: '失效', returned: '退回' }
const lateSaid = ({ filed_late, late_days, status }: Row) => {
  const days = Number(late_days ?? 0)
  if (status === 'draft') return days ? `尚未提交，已逾期 ${days} 天` : '尚未提交'
  if (filed_late === null || filed_late === undefined) return '不详'
  return filed_late && days ? `是（逾期 ${days} 天）` : ''
}

/** A change of a filed end point begins with how it is. */
const changeFields = (record: Row): Field[] => [
  { key: 'changed_on', label: '变更发生日期', kind: 'date', required: true, hint: '自发生之日起 10 日内办理' },
  { key: 'name', label: '网点名称', required: true, maxLength: 100, initial: record.name },
  { key: 'kind', label: '网点类型', kind: 'select', options: kinds, required: true, initial: record.kind },
  { key: 'brands', label: '品牌', kind: 'many', free: true, required: true, options: brands.map((name) => ({ value: name, label: name })), initial: record.brands },
  { key: 'services', label: '业务种类', kind: 'many', options: services, required: true, initial: record.services },
  { key: 'scope', label: '经营范围', kind: 'many', options: licenceScopes, required: true, initial: record.scope },
  { key: 'branch_id', label: '开办的分支机构', kind: 'ref', ref: 'branches', initial: record.branch_id || undefined },
  { key: 'manager_name', label: '负责人姓名', required: true, maxLength: 30, hint: masked, initial: record.manager_name },
  { key: 'manager_id', label: '负责人身份证号', required: true, maxLength: 18, hint: masked, initial: record.manager_id },
  { key: 'manager_phone', label: '负责人电话', required: true, maxLength: 30, hint: masked, initial: record.manager_phone },
  { key: 'service_phone', label: '服务电话', required: true, maxLength: 30, initial: record.service_phone },
  { key: 'note', label: '变更说明', kind: 'textarea', maxLength: 400 },
]

/** The other end point of a move, as its card tells it. */
interface Moved {
  id: string
  name: string
  address: string
  local_serial: string
  filed_on: string
  status: string
}

const moveOf = ({ id }: Row) => `/endpoints/new?moved_from=${encodeURIComponent(id)}`
/** What a filing elsewhere takes over from the old one: all but the place and the day it opened there. */
const carried = ['enterprise_id', 'branch_id', 'name', 'kind', 'brands', 'services', 'scope', 'manager_name', 'manager_id', 'manager_phone', 'service_phone', 'cameras', 'floor_area']
const formerColumns: Column[] = [
  { key: 'name', label: '网点名称' },
  { key: 'local_serial', label: '本地备案号' },
  { key: 'address', label: '地址' },
  { key: 'valid_until', label: '有效期至' },
]
/** A filing elsewhere begins with what the old one says. */
async function moveFollowing({ moved_from: id }: Record<string, unknown>): Promise<Following | undefined> {
  if (typeof id !== 'string' || !id) return undefined
  const former = cardOf((await request<Card>('GET', `/endpoints/${encodeURIComponent(id)}`)).data).record
  const begins = Object.fromEntries(carried.map((key) => [key, former[key]]))
  return { title: '原网点', former, columns: formerColumns, begins, note: '除地点和开办日期外，已按原网点填好；材料请在新备案里重新上传。新备案予以备案以前，原备案照常有效。' }
}
const whyCancelled = ({ latter }: Row) => {
  const { status, name, address, local_serial } = (latter ?? {}) as Moved
  return status === 'filed' ? `迁址：已在${address}重新备案（${name}，${local_serial}）` : undefined
}

/** Said of coordinates that lie in another township by the schematic map. */
const lookedAt: Field = { key: 'elsewhere', label: '位置不在备案的街道乡镇的，已核对', kind: 'yesno' }

export const endpoints: Resource = {
  noun: 'endpoints',
  subject: 'endpoint',
  attachments: 'endpoint-attachments',
  materials: ['营业执照', '负责人身份证明', '场所图片', '法人授权书'],
  needs: ['营业执照', '负责人身份证明', '场所图片'],
  saves: { label: '保存草稿', done: '草稿已保存，尚未提交' },
  alert: ({ status, correction_text, correction_requested_on }) =>
    status === 'correction' ? { title: `须补正的内容（${String(correction_requested_on)} 告知）`, text: String(correction_text) } : undefined,
  title: '末端网点备案',
  one: '末端网点',
  group: '监管',
  titleKey: 'name',
  searchHint: '名称、地址、品牌、代码、街道乡镇',
  head: () => import('@/parts/Lookup.vue'),
  publicPage: ({ local_serial }) => (local_serial ? { label: '备案回执', href: `/filings/${encodeURIComponent(String(local_serial))}` } : undefined),
  note: '开办之日起 20 日内备案；备案是告知，不是许可。',
  picture: { path: '/endpoint-map', title: '看分布图' },
  columns: [
    { key: 'name', label: '网点名称', sort: true },
    { key: 'enterprise_name', label: '开办企业' },
    { key: 'kind', label: '类型', kind: 'code', options: kinds },
    { key: 'area_code', label: '街道乡镇', kind: 'code', options: areas },
    { key: 'opened_on', label: '开办日期', sort: true },
    { key: 'status', label: '状态', kind: 'status', options: statuses, said: ({ status, change_submitted_on: on }) => (status === 'filed' && on ? '已备案，变更待审' : '') },
    { key: 'local_serial', label: '备案号' },
    { key: 'late_days', label: '逾期备案', factOnly: true, said: lateSaid },
    { key: 'brands', label: '品牌', kind: 'list', factOnly: true },
    { key: 'services', label: '业务', kind: 'list', options: services, factOnly: true },
    { key: 'scope', label: '经营范围', kind: 'list', options: licenceScopes, factOnly: true },
    { key: 'branch_id', label: '开办的分支机构', kind: 'ref', ref: 'branches', factOnly: true },
    { key: 'address', label: '地址', factOnly: true },
    { key: 'longitude_micro', label: '经度', kind: 'degrees', factOnly: true },
    { key: 'latitude_micro', label: '纬度', kind: 'degrees', factOnly: true },
    { key: 'manager_name', label: '负责人', factOnly: true },
    { key: 'manager_id', label: '负责人证件', factOnly: true },
    { key: 'manager_phone', label: '负责人电话', factOnly: true },
    { key: 'service_phone', label: '服务电话', factOnly: true },
    { key: 'cameras', label: '监控摄像头', unit: '个', factOnly: true },
    { key: 'floor_area', label: '面积', unit: '平方米', factOnly: true },
    { key: 'first_submitted_on', label: '首次提交日期', factOnly: true, when: ({ first_submitted_on: first, submitted_on: last }) => first !== last },
    { key: 'submitted_on', label: '提交日期', factOnly: true },
    { key: 'correction_text', label: '补正内容', kind: 'long', factOnly: true, when: ({ status }) => status === 'submitted' || status === 'returned' },
    { key: 'filed_on', label: '备案日期', factOnly: true },
    { key: 'change_submitted_on', label: '变更待审', factOnly: true, said: ({ change_submitted_on: on }) => `${String(on)} 提交` },
    { key: 'valid_until', label: '有效期至', factOnly: true, named: ({ status }) => (status === 'filed' ? '有效期至' : '原有效期至') },
    { key: 'national_receipt_no', label: '国家系统回执号', factOnly: true },
    { key: 'moved_from', label: '迁自', kind: 'ref', ref: 'endpoints', factOnly: true },
    { key: 'ended_on', label: '终止日期', factOnly: true, named: ({ status }) => `${ends[String(status)] ?? '终止'}日期` },
    { key: 'end_reason', label: '终止理由', kind: 'long', factOnly: true, named: ({ status }) => `${ends[String(status)] ?? '终止'}理由` },
  ],
  filters: [
    firmFilter,
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    { key: 'kind', label: '类型', kind: 'select', options: kinds },
    { key: 'area_code', label: '街道乡镇', kind: 'select', options: townships },
    { key: 'brand', label: '品牌', maxLength: 30 },
    { key: 'late', label: '逾期', kind: 'select', options: lateness },
    { key: 'placed', label: '坐标', kind: 'select', options: placed },
    qualityFilter('endpoints'),
    importFilter,
  ],
  editable: true,
  follows: moveFollowing,
  form: [
    {
      key: 'moved_from', label: '迁自哪个网点', kind: 'ref', ref: 'endpoints', fixed: true, when: ({ moved_from }) => Boolean(moved_from),
    },
    { key: 'enterprise_id', label: '开办企业', kind: 'ref', ref: 'openers', required: true, fixed: true, own: 'enterprise_id', hint: '只列在营、许可证在有效期内的企业' },
    { key: 'branch_id', label: '开办的分支机构', kind: 'ref', ref: 'branches', hint: '企业直接开办的不填' },
    { key: 'name', label: '网点名称', required: true, maxLength: 100 },
    { key: 'kind', label: '网点类型', kind: 'select', options: kinds, required: true },
    { key: 'brands', label: '品牌', kind: 'many', free: true, needed: true, options: brands.map((name) => ({ value: name, label: name })), hint: '可输入其他品牌' },
    { key: 'services', label: '业务种类', kind: 'many', options: services, needed: true },
    { key: 'scope', label: '经营范围', kind: 'many', options: licenceScopes, needed: true, hint: '不得超过开办企业许可的业务范围' },
    { key: 'opened_on', label: '开办日期', kind: 'date', needed: true },
    { key: 'area_code', label: '街道乡镇', kind: 'select', options: townships, required: true },
    { key: 'address', label: '地址', maxLength: 150, needed: true },
    { key: 'longitude_micro', label: '经度', kind: 'degrees' },
    { key: 'latitude_micro', label: '纬度', kind: 'degrees' },
    { key: 'manager_name', label: '负责人姓名', maxLength: 30, needed: true, hint: masked, firstHint: '保存后只显示部分内容' },
    { key: 'manager_id', label: '负责人身份证号', maxLength: 18, needed: true, hint: masked, firstHint: '保存后只显示部分内容' },
    { key: 'manager_phone', label: '负责人电话', maxLength: 30, needed: true, hint: masked, firstHint: '保存后只显示部分内容' },
    { key: 'service_phone', label: '服务电话', maxLength: 30, needed: true, hint: '会对外公示，请勿填写个人手机' },
    { key: 'cameras', label: '监控摄像头（个）', kind: 'number', hint: '不清楚的不填' },
    { key: 'floor_area', label: '面积（平方米）', kind: 'number', hint: '不清楚的不填' },
  ],
  acts: [
    { name: 'submit', fields: [], doubts, warning: '提交后由管理局在期限内办理，期间不能修改。', done: '备案已提交' },
    {
      name: 'request-correction',
      fields: [{ key: 'text', label: '需要补正的全部内容', kind: 'textarea', required: true, maxLength: 400 }],
      doubts,
      warning: '只能一次性告知，请写全所有需要补正的内容。',
    },
    {
      name: 'accept',
      fields: (record) => [
        { key: 'national_receipt_no', label: '国家系统备案回执号', maxLength: 60 },
        ...(gaps(record).length ? [{ key: 'reason', label: '仍予以备案的理由', kind: 'textarea' as const, required: true, maxLength: 400, hint: gaps(record).map(({ seen }) => seen).join('；') }] : []),
      ],
      doubts,
      done: '已予以备案',
      warning: ({ name, enterprise_name }) => `对${String(enterprise_name)}的“${String(name)}”予以备案，随即编备案号、对外公示。备案后不能撤回，只能注销。`,
    },
    { name: 'propose-change', fields: changeFields, done: '变更已提交', warning: '办结前原备案照常有效，可以随时撤回变更、补充附件。换地方的不是变更，是在新地方重新备案、再注销原备案。', elsewhere: (record) => ({ label: '换了地方，去办迁址', to: moveOf(record) }) },
    { name: 'move', fields: [], to: moveOf },
    {
      name: 'place',
      fields: [
        { key: 'longitude_micro', label: '经度', kind: 'degrees', required: true },
        { key: 'latitude_micro', label: '纬度', kind: 'degrees', required: true },
        lookedAt,
      ],
      warning: '补填坐标不算变更备案，回执不变；填写后写错的只能由管理局更正，请核对。按示意图不在备案的街道乡镇的，会先提示您核对。人在网点的，可以按【取当前位置】。',
    },
    {
      name: 'correct-place',
      fields: ({ longitude_micro: longitude, latitude_micro: latitude }) => [
        { key: 'longitude_micro', label: '经度', kind: 'degrees', required: true, initial: pointed(longitude, 6) },
        { key: 'latitude_micro', label: '纬度', kind: 'degrees', required: true, initial: pointed(latitude, 6) },
        lookedAt,
        { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400, hint: '如经纬度填反、抄错，怎样核实的' },
      ],
      warning: '只用于坐标写错的：不算变更备案，备案号、回执和期限都不变，原坐标、新坐标和理由留在办理经过里，并通知企业。网点真的换了地方的，办迁址。',
      elsewhere: (record) => ({ label: '换了地方，去办迁址', to: moveOf(record) }),
    },
    { name: 'accept-change', fields: [], warning: ({ name, enterprise_name }) => `同意${String(enterprise_name)}“${String(name)}”的变更，回执随即按变更后的内容显示，不能撤回。` },
    { name: 'withdraw-change', fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true }], warning: '撤回后备案仍是原来的内容；需要变更的，可以再提交。' },
    { name: 'return-change', fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true }], danger: true },
    {
      name: 'refuse',
      fields: [{ key: 'reason', label: '还缺什么、哪里不符', kind: 'textarea', required: true, maxLength: 400 }],
      danger: true,
      done: '已退回',
      warning: '一次性告知只有一次，补正后仍不齐的不予备案，退回并写明理由（《快递末端网点备案暂行规定》国邮发〔2018〕60号，条次待核）。企业材料齐全后可以重新备案。',
    },
    {
      name: 'return',
      fields: [{ key: 'reason', label: '理由', kind: 'textarea', required: true }],
      danger: true,
      warning: ({ name, enterprise_name }) => `退回${String(enterprise_name)}的“${String(name)}”，这件备案就此结束，不能撤回。`,
    },
    {
      name: 'cancel',
      fields: (record) => [{ key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400, initial: whyCancelled(record) }],
      danger: true,
      warning: ({ name, enterprise_name }) => `注销${String(enterprise_name)}的“${String(name)}”的备案，回执随即失效，不能撤回。`,
    },
  ],
  panel: () => import('@/parts/FilingChecks.vue').then(({ default: panel }) => panel),
}
