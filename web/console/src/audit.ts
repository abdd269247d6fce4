import { changedKeys, sidesOf, type AuditEntry } from './card'
import { permissionWords } from './roleTable'
import type { Column, Field, Option, Resource } from './resources/types'

/** The kinds of records of the audit trail, by their nouns. */
export const auditNouns: Option[] = [
  { value: 'tasks', label: '重点任务' },
  { value: 'task-reports', label: '任务月报' },
  { value: 'task-units', label: '任务参与单位' },
  { value: 'plans', label: '工作方案' },
  { value: 'enterprises', label: '企业' },
  { value: 'endpoints', label: '末端网点' },
  { value: 'inspections', label: '行政检查' },
  { value: 'complaints', label: '申诉与举报' },
  { value: 'penalties', label: '行政处罚' },
  { value: 'editions', label: '诚信红黑榜' },
  { value: 'edition-entries', label: '上榜条目' },
  { value: 'penalty-notices', label: '处罚信息公示' },
  { value: 'national-entries', label: '国家级名单' },
  { value: 'association-entries', label: '行业自律名单' },
  { value: 'job-runs', label: '定时任务' },
  { value: 'users', label: '账号' },
  { value: 'account-requests', label: '账号申请' },
  { value: 'tokens', label: '程序令牌' },
  { value: 'sessions', label: '登录会话' },
  { value: 'units', label: '单位' },
  { value: 'unit-aliases', label: '单位别名' },
  { value: 'areas', label: '区划' },
  { value: 'certificates', label: '执法证' },
  { value: 'certificate-periods', label: '执法证登记' },
  { value: 'certificate-suspensions', label: '执法证暂扣' },
  { value: 'rule-texts', label: '规则修改' },
  { value: 'notifications', label: '通知' },
  { value: 'notification-templates', label: '通知模板' },
  { value: 'deliveries', label: '投递记录' },
  { value: 'complaint-attachments', label: '申诉的附件' },
  { value: 'inspection-attachments', label: '检查的附件' },
  { value: 'endpoint-attachments', label: '网点的附件' },
  { value: 'task-report-attachments', label: '月报的附件' },
  { value: 'penalty-attachments', label: '处罚的附件' },
  { value: 'edition-entry-attachments', label: '上榜条目的附件' },
  { value: 'consultations', label: '个人信息查阅' },
  { value: 'seal-keys', label: '加密密钥' },
  { value: 'audit-entries', label: '审计日志' },
]

const subjects: Record<string, string> = {
  endpoint: '网点', enterprise: '企业', inspection: '检查', complaint: '申诉', penalty: '处罚', 'penalty-notice': '处罚公示',
  'national-entry': '国家级名单', 'association-entry': '自律名单', edition: '红黑榜', 'edition-entry': '上榜条目',
  unit: '单位', task: '任务', 'task-report': '任务月报', plan: '工作方案', user: '账号', password: '密码', session: '会话', job: '定时任务', audit: '审计日志', reference: '基础数据', key: '加密密钥', 'rule-text': '规则修改',
}
const verbs: Record<string, string> = {
  create: '新建', change: '修改', submit: '提交', accept: '受理', return: '退回', refuse: '不予受理', transfer: '转办', answer: '答复',
  close: '办结', record: '登记结果', confirm: '审核', rectify: '整改', publish: '公开', review: '审查', decide: '决定', serve: '送达',
  withdraw: '撤回', end: '结束', propose: '算出候选', approve: '批准', notify: '送达告知书', state: '陈述申辩', consider: '复核申辩',
  exclude: '不列入', report: '报送月报', resolve: '明确牵头单位', schedule: '排定时间', finish: '申请销号', suspend: '暂缓、取消或恢复',
  import: '导入', export: '导出', run: '运行', housekeeping: '例行清理', reset: '重设', load: '载入', cancel: '注销',
  'request-correction': '告知补正', touch: '延续', attach: '添加附件', detach: '移除附件', download: '下载附件', reveal: '查看原文', lookup: '按号码查找', rotate: '更换', retire: '停用旧密钥',
}
const whole: Record<string, string> = {
  'contact:change': '修改通知接收设置', 'notification:mark': '将通知标为已读', 'template:adopt': '采用通知模板', 'term:remind': '提醒将届满的期限',
  'delivery:resend': '重新投递', 'delivery:settle': '确认已收到', 'delivery:send': '投递通知', 'delivery:sweep': '接管中断的投递',
  'delivery:set-aside': '搁置未配置渠道的投递', 'account:lock': '告知账号锁定',
  'certificate:change': '登记执法证',
  'unit:dissolve': '单位撤销与承接', 'rule-text:propose': '提出或撤回规则修改', 'rule-text:decide': '决定规则修改',
  'session:create': '登录', 'session:end': '退出登录', 'task:close': '任务销号', 'endpoint:accept': '网点予以备案',
}

/** How an act is said; an act that is unknown here keeps its code. */
export function actTitle(act: string): string {
  const known = permissionWords(act)
  const [subject = '', verb = ''] = act.split(':')
  if (whole[act]) return whole[act]
  return subjects[subject] && verbs[verb] ? `${subjects[subject]}：${verbs[verb]}` : known ? `${known.subject}：${known.verb}` : act
}

const permissions = [
  'session:create', 'session:end', 'user:create', 'user:change', 'password:change', 'password:reset', 'enterprise:create', 'enterprise:change',
  'endpoint:create', 'endpoint:change', 'endpoint:submit', 'endpoint:request-correction', 'endpoint:accept', 'endpoint:return', 'endpoint:cancel',
  'inspection:create', 'inspection:change', 'inspection:record', 'inspection:confirm', 'inspection:rectify', 'inspection:publish',
  'complaint:create', 'complaint:change', 'complaint:accept', 'complaint:refuse', 'complaint:transfer', 'complaint:answer', 'complaint:close',
  'penalty:create', 'penalty:change', 'penalty:review', 'penalty:decide', 'penalty:serve', 'penalty:withdraw',
  'penalty-notice:create', 'penalty-notice:change', 'penalty-notice:publish', 'penalty-notice:withdraw', 'penalty-notice:end',
  'edition:propose', 'edition:review', 'edition:approve', 'edition-entry:notify', 'edition-entry:state', 'edition-entry:consider',
  'edition-entry:exclude', 'edition-entry:withdraw', 'edition-entry:end', 'national-entry:create', 'national-entry:end',
  'association-entry:create', 'association-entry:change', 'association-entry:record', 'association-entry:withdraw',
  'plan:import', 'task:report', 'task:review', 'task:resolve', 'task:schedule', 'task:finish', 'task:close', 'task:suspend',
  'contact:change', 'notification:mark', 'template:adopt', 'term:remind', 'delivery:resend', 'delivery:settle', 'delivery:send', 'delivery:sweep',
  'delivery:set-aside', 'account:lock',
  'complaint:reveal', 'complaint:lookup', 'endpoint:reveal', 'endpoint:lookup', 'key:rotate', 'key:retire',
  ...['complaint', 'inspection', 'endpoint', 'task-report', 'penalty', 'edition-entry'].flatMap((subject) =>
    ['attach', 'detach', 'download'].map((verb) => `${subject}:${verb}`),
  ),
  'job:run', 'reference:load', 'audit:export', 'rule-text:propose', 'rule-text:decide', 'unit:create', 'unit:change', 'unit:dissolve', 'certificate:change',
]
export const auditActs: Option[] = permissions.map((value) => ({ value, label: actTitle(value) }))

/** One value that differs between the two sides of an audit row. */
export interface Change {
  key: string
  /** How the console shows the value elsewhere; undefined where it does not know it. */
  column?: Column
  before: unknown
  after: unknown
}

const silent = new Set(['version', 'updated_at', 'created_at', 'search_text', 'id', 'demo'])

/** What an audit row changed, known values first; of a new or removed record everything that it held. */
export function changesOf(entry: AuditEntry, resource?: Resource): Change[] {
  const { before, after } = sidesOf(entry)
  const isChange = Boolean(entry.before && entry.after)
  const keys = isChange ? changedKeys(entry) : Object.keys(entry.after ? after : before)
  const changes = keys
    .filter((key) => !silent.has(key) && (isChange || !isNothing((entry.after ? after : before)[key])))
    .map((key) => ({ key, column: columnOf(key, resource), before: before[key], after: after[key] }))
  return changes.toSorted((a, b) => Number(!a.column) - Number(!b.column))
}

const isNothing = (value: unknown) => value === undefined || value === null || value === '' || value === false

function columnOf(key: string, resource?: Resource): Column | undefined {
  const column = resource?.columns.find((known) => known.key === key && known.kind !== 'rows')
  if (column) return column
  const field = [...(resource?.form ?? [])].find((known) => known.key === key)
  return field && shownAs(field)
}

const kinds: Partial<Record<NonNullable<Field['kind']>, Column['kind']>> = {
  select: 'code', verdict: 'code', many: 'list', textarea: 'long', money: 'money', degrees: 'degrees', date: 'date', yesno: 'yesno', ref: 'ref', refs: 'refs',
}

function shownAs({ key, label, kind, options, ref }: Field): Column | undefined {
  if (kind === 'rows' || kind === 'password') return undefined
  return { key, label, kind: kind && kinds[kind], options: Array.isArray(options) ? options : undefined, ref }
}
