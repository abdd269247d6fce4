import { areas } from '@/areas'
import { counted } from '@/format'
import { firmFilter } from './firm'
import type { Option, Resource, Row } from './types'

export const returnStatuses: Option[] = [
  { value: 'awaited', label: '待填报', tone: 'warn' },
  { value: 'draft', label: '草稿', tone: 'quiet' },
  { value: 'submitted', label: '已报送', tone: 'info' },
  { value: 'returned', label: '已退回', tone: 'bad' },
  { value: 'accepted', label: '已接收', tone: 'good' },
  { value: 'waived', label: '免报', tone: 'quiet' },
]
const timings: Option[] = [
  { value: 'in_time', label: '否', tone: 'good' },
  { value: 'late', label: '是', tone: 'warn' },
  { value: 'overdue', label: '已逾期，尚未报送', tone: 'bad' },
  { value: 'due', label: '未到期', tone: 'info' },
  { value: 'not_owed', label: '不要求报送', tone: 'quiet' },
]
/** What the rules find that wants explaining, as the figures stand. */
const doubts = (record: Row) =>
  ((record.checks as { lines: { title: string; seen: string; holds: boolean }[] | null } | undefined)?.lines ?? []).filter(({ holds }) => !holds).map(({ title, seen }) => `请说明（核对“${title}”未通过）：${seen}`)
/** The sum of the rows, and by how much it misses the month's total where that is filled in. */
function besideTotal(rows: Record<string, unknown>[], key: string, total: unknown) {
  const sum = rows.reduce((all, row) => all + (Number(row[key]) || 0), 0)
  const off = sum - Number(total)
  const isFilled = total !== '' && total !== null && total !== undefined && !Number.isNaN(off)
  return `${counted(sum)} 件${!isFilled ? '' : off === 0 ? '，与全月总数一致' : `，比全月总数${off > 0 ? '多' : '少'} ${counted(Math.abs(off))} 件`}`
}
const townships = areas.filter(({ value }) => value.length === 9)
const yes: Option[] = [{ value: 'yes', label: '是' }]
const reason = { key: 'reason', label: '理由', kind: 'textarea' as const, required: true, maxLength: 400 }

export const monthlyReturns: Resource = {
  noun: 'monthly-returns',
  subject: 'monthly-return',
  title: '业务月报',
  one: '业务月报',
  group: '监管',
  titleKey: 'month',
  changes: ({ month, enterprise_name: firm }) => `填报 ${String(month)} 业务月报（${String(firm)}）`,
  alert: ({ status, decided_on: on, decided_reason: why }) => (status === 'returned' ? { title: `退回补正的审核意见（${String(on)}）`, text: String(why) } : undefined),
  sort: '-month',
  searchHint: '企业名称',
  createLabel: '补建以前月份的月报',
  note: '持证企业每月报送上月业务量、从业人数、安全事件数和用户投诉数，自当月最后一日起 10 日内报送。每月初由平台自动建好，打开填报即可。',
  columns: [
    { key: 'month', label: '月份', sort: true },
    { key: 'enterprise_name', label: '企业' },
    { key: 'status', label: '状态', kind: 'status', options: returnStatuses, said: ({ status, versions }) => (status === 'draft' && Number(versions) > 0 ? '更正中' : '') },
    { key: 'pickups', label: '收寄', unit: '件' },
    { key: 'deliveries', label: '投递', unit: '件' },
    { key: 'submitted_on', label: '报送日期', sort: true },
    { key: 'timing', label: '逾期报送', kind: 'status', options: timings },
    { key: 'first_submitted_on', label: '首次报送日期', factOnly: true, when: ({ first_submitted_on: first, submitted_on: last }) => first !== last },
    { key: 'staff', label: '月末从业人数', unit: '人', factOnly: true },
    { key: 'incidents', label: '安全事件', unit: '起', factOnly: true },
    { key: 'complaints', label: '受理用户投诉', unit: '件', factOnly: true },
    { key: 'explanation', label: '情况说明', kind: 'long', factOnly: true },
    { key: 'decided_on', label: '审核日期', factOnly: true },
    { key: 'decided_reason', label: '审核意见', kind: 'long', factOnly: true },
    { key: 'waive_basis', label: '免报依据', factOnly: true },
    { key: 'correction_reason', label: '更正理由', kind: 'long', factOnly: true },
  ],
  filters: [
    firmFilter,
    { key: 'month', label: '月份', kind: 'month' },
    { key: 'status', label: '状态', kind: 'select', options: returnStatuses },
    { key: 'timing', label: '逾期报送', kind: 'select', options: timings.filter(({ value }) => value !== 'not_owed') },
    { key: 'unheard', label: '尚未报送', kind: 'select', options: yes },
  ],
  editable: true,
  form: [
    { key: 'enterprise_id', label: '企业', kind: 'ref', ref: 'enterprises', required: true, fixed: true, own: 'enterprise_id' },
    { key: 'month', label: '月份', kind: 'month', required: true, fixed: true, hint: '只补建平台没有自动建好的月份，建好后再填数' },
    { key: 'pickups', label: '全月收寄总数（件）', kind: 'number', needed: true, changeOnly: true },
    { key: 'deliveries', label: '全月投递总数（件）', kind: 'number', needed: true, changeOnly: true },
    { key: 'staff', label: '月末从业人数（人）', kind: 'number', needed: true, changeOnly: true },
    { key: 'incidents', label: '安全事件（起）', kind: 'number', needed: true, changeOnly: true, hint: '没有的填 0' },
    { key: 'complaints', label: '受理用户投诉（件）', kind: 'number', needed: true, changeOnly: true, hint: '用户直接向企业提出的，没有的填 0' },
    {
      key: 'areas',
      label: '各街道乡镇业务量',
      kind: 'rows',
      changeOnly: true,
      rowTitle: '一个街道乡镇',
      tally: (rows, draft) =>
        ([['收寄', 'pickups'], ['投递', 'deliveries']] as const).map(([what, key]) => `${what}合计 ${besideTotal(rows, key, draft[key])}`).join('；'),
      hint: '按网点所在的街道乡镇填。上月填过的和有备案网点的已经列出，没有业务的填 0。',
      fields: [
        { key: 'area_code', label: '街道乡镇', kind: 'select', options: townships, required: true },
        { key: 'pickups', label: '收寄（件）', kind: 'number', needed: true },
        { key: 'deliveries', label: '投递（件）', kind: 'number', needed: true },
      ],
    },
    { key: 'explanation', label: '情况说明', kind: 'textarea', maxLength: 800, changeOnly: true, hint: '核对中标“请说明”的，在这里写明原因，如新开网点、节日促销；不说明也能报送' },
  ],
  acts: [
    { name: 'submit', fields: [], doubts, done: '月报已报送', warning: '报送后由管理局审核，审核期间不能修改。' },
    { name: 'accept', fields: [], warning: ({ enterprise_name, month }) => `接收${String(enterprise_name)} ${String(month)} 的月报，数据随即计入统计。` },
    { name: 'return', fields: [reason], danger: true, warning: '企业会收到通知，补正后重新报送。' },
    { name: 'correct', fields: [reason], done: '已开始更正', warning: '开始更正后可以修改数据并重新报送；更正被接收以前，仍按原来接收的数据统计，原数据保留。' },
    { name: 'keep', fields: [], warning: '撤回更正，恢复到上次接收的数据。' },
    {
      name: 'waive',
      fields: [reason, { key: 'basis', label: '依据', kind: 'text', required: true, maxLength: 200, hint: '法律、文件的名称和条次' }],
      danger: true,
      warning: '免报后这个月不再要求报送，不能撤回；已经登记的缺报同时撤回。期限已过的，由局领导办理。',
    },
  ],
  panel: () => import('@/parts/ReturnPanel.vue').then(({ default: panel }) => panel),
}
