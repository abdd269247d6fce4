import type { Field, Option, Tone } from './resources/types'

export type Severity = 'grave' | 'amiss' | 'notice'

/** A rule of data quality with what it finds among what the reader may see. */
export interface QualityRule {
  id: string
  title: string
  meaning: string
  basis: string
  remedy: string
  severity: Severity
  noun: string
  menders: string[]
  count: number
  of: number
  records: { id: string; title: string }[]
}
export interface QualityReport {
  today: string
  rules: QualityRule[]
}

/** How much depends on a rule: its word, its badge and its bar. */
export const severities: Record<Severity, { label: string; tone: Tone; color: string }> = {
  grave: { label: '须立即处理', tone: 'bad', color: '#a3301d' },
  amiss: { label: '须尽快处理', tone: 'warn', color: '#e0a92e' },
  notice: { label: '提醒', tone: 'info', color: '#3d6f8f' },
}

/** Where the records are that the rule finds: the list, narrowed to exactly these; of the calendar its page. */
export const listOf = ({ id, noun, records }: QualityRule) =>
  noun === 'calendar' ? `/calendar/${records[0]?.id ?? ''}` : `/${noun}?quality=${id}`

export const recordOf = ({ noun }: QualityRule, id: string) => `/${noun}/${encodeURIComponent(id)}`

const rules: Record<string, Option[]> = {
  enterprises: [
    { value: 'licence-expired', label: '企业许可证已过期' },
    { value: 'licence-expiring', label: '企业许可证60日内到期' },
    { value: 'licence-undated', label: '企业没有登记许可证' },
    { value: 'credit-code-wrong', label: '统一社会信用代码校验不符' },
  ],
  endpoints: [
    { value: 'endpoint-unlocated', label: '网点没有经纬度' },
    { value: 'endpoint-unmanaged', label: '网点没有负责人' },
    { value: 'endpoint-unreachable', label: '网点没有服务电话' },
    { value: 'endpoint-brand-ended', label: '网点挂着协议已终止的品牌' },
  ],
  penalties: [{ value: 'penalty-doubled', label: '处罚文号与另一件相同' }],
  certificates: [
    { value: 'certificate-missing', label: '执法人员没有登记执法证' },
    { value: 'certificate-expired', label: '执法证已过期' },
    { value: 'certificate-gap', label: '执法证有间断' },
    { value: 'certificate-7-days', label: '执法证7日内到期' },
    { value: 'certificate-30-days', label: '执法证8至30日内到期' },
    { value: 'certificate-60-days', label: '执法证31至60日内到期' },
    { value: 'certificate-suspended', label: '执法证暂扣' },
  ],
  users: [
    { value: 'account-second-factor', label: '工作人员账号没有动态口令' },
    { value: 'account-unused', label: '账号建立30日仍未登录' },
    { value: 'account-dormant', label: '账号90日没有登录' },
  ],
  tasks: [
    { value: 'task-unscheduled', label: '任务没有启动日期' },
    { value: 'task-unled', label: '任务没有牵头责任单位' },
  ],
  'job-runs': [{ value: 'job-failing', label: '定时任务反复失败' }],
  deliveries: [
    { value: 'delivery-failed', label: '通知投递失败' },
    { value: 'delivery-unknown', label: '通知投递结果未知' },
  ],
}

/** The filter by which a list shows what a rule finds. */
export const qualityFilter = (noun: string): Field => ({ key: 'quality', label: '数据质量', kind: 'select', options: rules[noun]! })
