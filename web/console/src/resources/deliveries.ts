import { eventOptions } from '@/notifications'
import { qualityFilter } from '@/quality'
import type { Field, Option, Resource } from './types'

const states: Option[] = [
  { value: 'waiting', label: '待投递', tone: 'info' },
  { value: 'claimed', label: '准备投递', tone: 'info' },
  { value: 'sending', label: '投递中', tone: 'info' },
  { value: 'sent', label: '已投递', tone: 'good' },
  { value: 'failed', label: '投递失败', tone: 'bad' },
  { value: 'unknown', label: '结果未知', tone: 'warn' },
  { value: 'not_configured', label: '渠道未配置', tone: 'quiet' },
]
const channels: Option[] = [
  { value: 'email', label: '电子邮件' },
  { value: 'sms', label: '短信' },
]
const reason: Field = { key: 'reason', label: '理由', kind: 'textarea', required: true, maxLength: 400 }

export const deliveries: Resource = {
  noun: 'deliveries',
  subject: 'delivery',
  title: '投递记录',
  one: '投递记录',
  group: '系统',
  titleKey: 'event_title',
  note: '通知经邮件、短信送出平台的记录；只列收件人与事件，不显示通知内容。失败的自动重试，满八次为投递失败；结果未知的邮件不会自动重发，由人核实后处理。',
  sort: '-created_at',
  head: async () => (await import('@/parts/OutboxHead.vue')).default,
  columns: [
    { key: 'event_title', label: '事件' },
    { key: 'user_name', label: '收件人' },
    { key: 'channel', label: '渠道', kind: 'code', options: channels },
    { key: 'status', label: '状态', kind: 'status', options: states },
    { key: 'attempts', label: '已试次数' },
    { key: 'created_at', label: '生成时间', kind: 'time', sort: true },
    { key: 'sent_at', label: '投递时间', kind: 'time' },
    { key: 'failure', label: '未成原因', kind: 'long', factOnly: true },
    { key: 'next_at', label: '下次投递', kind: 'time', factOnly: true },
    {
      key: 'tries',
      label: '历次投递',
      kind: 'rows',
      factOnly: true,
      columns: [
        { key: 'number', label: '次' },
        { key: 'started_at', label: '开始', kind: 'time' },
        { key: 'finished_at', label: '结束', kind: 'time' },
        { key: 'address', label: '地址' },
        { key: 'outcome', label: '结果', kind: 'status', options: states },
        { key: 'reason', label: '原因' },
      ],
    },
  ],
  filters: [
    { key: 'status', label: '状态', kind: 'select', options: states },
    { key: 'channel', label: '渠道', kind: 'select', options: channels },
    { key: 'event', label: '事件', kind: 'select', options: eventOptions },
    qualityFilter('deliveries'),
  ],
  acts: [
    {
      name: 'resend',
      fields: [{ ...reason, hint: '如：已联系本人，确认未收到' }],
      warning: '重新投递使用原编号。结果未知的邮件可能已经送达，请先向收件人核实。',
    },
    { name: 'settle', fields: [{ ...reason, hint: '如：本人电话确认已收到' }] },
  ],
}
