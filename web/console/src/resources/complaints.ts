import { areas } from '@/areas'
import { firmFilter, importFilter } from './firm'
import type { Option, Resource } from './types'

const kinds: Option[] = [
  { value: 'complaint_to_bureau', label: '申诉' },
  { value: 'report', label: '举报' },
]
const channels: Option[] = [
  { value: '12305', label: '12305 转办' },
  { value: '12345', label: '12345 转办' },
  { value: 'visit', label: '来访' },
  { value: 'letter', label: '来信' },
  { value: 'web', label: '网上' },
]
const categories: Option[] = [
  { value: 'loss', label: '丢失短少' },
  { value: 'delivery', label: '投递服务' },
  { value: 'delay', label: '延误' },
  { value: 'damage', label: '损毁' },
  { value: 'pickup', label: '收寄服务' },
  { value: 'overcharge', label: '违规收费' },
  { value: 'cod', label: '代收货款' },
  { value: 'other', label: '其他' },
]
const statuses: Option[] = [
  { value: 'registered', label: '已登记', tone: 'warn' },
  { value: 'refused', label: '不予受理', tone: 'quiet' },
  { value: 'accepted', label: '已受理', tone: 'info' },
  { value: 'transferred', label: '已转办企业', tone: 'info' },
  { value: 'answered', label: '企业已答复', tone: 'info' },
  { value: 'closed', label: '已结案', tone: 'good' },
]
const refusals: Option[] = [
  { value: 'not_postal', label: '不属邮政业范围' },
  { value: 'not_party', label: '非当事人' },
  { value: 'unclear', label: '对象或事实不明' },
  { value: 'firm_first', label: '未先向企业投诉或未满 7 日' },
  { value: 'over_one_year', label: '超过 1 年' },
  { value: 'duplicate', label: '重复且无新内容' },
  { value: 'elsewhere', label: '诉讼、仲裁等已处理' },
]
const outcomes: Option[] = [
  { value: 'mediated', label: '调解成功' },
  { value: 'not_mediated', label: '调解不成' },
  { value: 'withdrawn', label: '撤回' },
  { value: 'unreachable', label: '联系无果' },
  { value: 'to_clue', label: '转线索核查' },
]
const responsibilities: Option[] = [
  { value: 'firm', label: '企业' },
  { value: 'consumer', label: '用户' },
  { value: 'third_party', label: '第三方' },
  { value: 'none', label: '无责' },
]
const masked = '保存后只显示部分内容；不改动则保持原值'

export const complaints: Resource = {
  noun: 'complaints',
  subject: 'complaint',
  attachments: 'complaint-attachments',
  title: '申诉与举报',
  one: '申诉',
  group: '监管',
  titleKey: 'statement',
  searchHint: '运单号、企业或事由',
  head: () => import('@/parts/Lookup.vue'),
  note: '投诉由企业 7 日内答复；向管理局的申诉 30 日内答复；举报人身份保密。',
  columns: [
    { key: 'statement', label: '事由' },
    { key: 'kind', label: '种类', kind: 'code', options: kinds },
    { key: 'category', label: '问题类别', kind: 'code', options: categories },
    { key: 'enterprise_name', label: '被申诉企业' },
    { key: 'external_no', label: '来源系统编号' },
    { key: 'waybill_no', label: '运单号', factOnly: true },
    // Tells the consumer's parcels apart; whoever needs the whole of it opens the record.
    { key: 'waybill_no', label: '运单号', kind: 'tail', tableOnly: true },
    { key: 'received_on', label: '接收日期', sort: true },
    { key: 'status', label: '状态', kind: 'status', options: statuses },
    { key: 'import_no', label: '历史导入', factOnly: true },
    { key: 'tracking_no', label: '查询号', factOnly: true },
    { key: 'channel', label: '来源渠道', kind: 'code', options: channels, factOnly: true },
    { key: 'area_code', label: '区划', kind: 'code', options: areas, factOnly: true },
    { key: 'consumer_name', label: '用户姓名', factOnly: true },
    { key: 'consumer_phone', label: '用户电话', factOnly: true },
    { key: 'claim', label: '请求', kind: 'long', factOnly: true },
    { key: 'firm_complained_on', label: '向企业投诉日期', factOnly: true },
    { key: 'firm_replied', label: '企业已答复', kind: 'yesno', factOnly: true },
    { key: 'refusal_reason', label: '不予受理理由', kind: 'code', options: refusals, factOnly: true },
    { key: 'accepted_on', label: '受理日期', factOnly: true },
    { key: 'transferred_on', label: '转办日期', factOnly: true },
    { key: 'answered_on', label: '企业答复日期', factOnly: true },
    { key: 'answered_late', label: '逾期答复', kind: 'yesno', factOnly: true },
    { key: 'investigation', label: '调查结果', kind: 'long', factOnly: true },
    { key: 'responsibility', label: '责任认定', kind: 'code', options: responsibilities, factOnly: true },
    { key: 'compensation_fen', label: '赔偿金额', kind: 'money', factOnly: true },
    { key: 'outcome', label: '结案方式', kind: 'code', options: outcomes, factOnly: true },
    { key: 'upheld', label: '有效申诉', kind: 'yesno', factOnly: true },
    { key: 'closed_on', label: '结案日期', factOnly: true },
    { key: 'closing_note', label: '结案说明', kind: 'long', factOnly: true },
  ],
  filters: [
    firmFilter,
    { key: 'status', label: '状态', kind: 'select', options: statuses },
    { key: 'kind', label: '种类', kind: 'select', options: kinds },
    { key: 'category', label: '问题类别', kind: 'select', options: categories },
    { key: 'channel', label: '来源渠道', kind: 'select', options: channels },
    importFilter,
  ],
  editable: true,
  form: [
    { key: 'kind', label: '种类', kind: 'select', options: kinds, required: true },
    { key: 'channel', label: '来源渠道', kind: 'select', options: channels, required: true },
    { key: 'external_no', label: '来源系统编号', maxLength: 60 },
    { key: 'received_on', label: '接收日期', kind: 'date', required: true },
    { key: 'category', label: '问题类别', kind: 'select', options: categories, required: true },
    { key: 'enterprise_id', label: '被申诉企业', kind: 'ref', ref: 'enterprises', hint: '未查明时留空' },
    { key: 'waybill_no', label: '运单号', maxLength: 40 },
    { key: 'consumer_name', label: '用户姓名', maxLength: 30, hint: `举报可匿名；${masked}` },
    { key: 'consumer_phone', label: '用户电话', maxLength: 30, hint: masked },
    { key: 'firm_complained_on', label: '用户向企业投诉的日期', kind: 'date' },
    { key: 'firm_replied', label: '企业答复', kind: 'yesno', hint: '企业已答复，用户不满意' },
    { key: 'statement', label: '事由', kind: 'textarea', required: true, maxLength: 2000 },
    { key: 'claim', label: '请求', kind: 'textarea', maxLength: 500 },
  ],
  acts: [
    { name: 'accept', fields: [] },
    {
      name: 'refuse',
      fields: [
        { key: 'reason', label: '不予受理的理由', kind: 'select', options: refusals, required: true },
        { key: 'note', label: '说明', kind: 'textarea', maxLength: 500 },
      ],
      danger: true,
    },
    { name: 'transfer', fields: [], warning: '转办后企业可以看到这件申诉，并须在期限内答复。' },
    {
      name: 'answer',
      fields: [
        { key: 'investigation', label: '调查结果和处理意见', kind: 'textarea', required: true, maxLength: 2000 },
        { key: 'responsibility', label: '责任认定', kind: 'select', options: responsibilities, required: true },
        { key: 'compensation_fen', label: '赔偿金额', kind: 'money', required: true, initial: '0.00' },
      ],
    },
    {
      name: 'close',
      fields: [
        { key: 'outcome', label: '结案方式', kind: 'select', options: outcomes, required: true },
        {
          key: 'firm_at_fault',
          label: '企业是否有责',
          kind: 'verdict',
          options: [
            { value: 'true', label: '有责（有效申诉）' },
            { value: 'false', label: '无责' },
          ],
          required: true,
        },
        { key: 'note', label: '说明', kind: 'textarea', maxLength: 500 },
      ],
      warning: '有效申诉自结案之日起计入企业信用评价。',
    },
  ],
}
