/** What permissions are about, in the order of the page; the key is what stands before the colon. */
export const subjects: Record<string, string> = {
  session: '登录', 'sign-in': '登录会话', password: '密码', 'second-factor': '动态口令', token: '程序令牌', user: '账号', 'account-request': '账号申请',
  officer: '执法人员名录', role: '角色与权限', audit: '审计日志', history: '办理经过', work: '待办', catalogue: '区划', unit: '单位', area: '区划', enterprise: '企业', endpoint: '末端网点',
  inspection: '行政检查', complaint: '申诉与举报', penalty: '行政处罚', 'penalty-notice': '处罚信息公示', edition: '诚信红黑榜', 'edition-entry': '上榜条目',
  'national-entry': '国家级名单', 'association-entry': '行业自律名单', task: '工作任务', 'task-report': '任务月报', consultation: '查阅个人信息记录', plan: '工作方案', deadline: '期限表与节假日历',
  'rule-text': '规则修改', job: '定时任务', notification: '通知', template: '通知模板', delivery: '投递记录', outbox: '待发队列', term: '期限提醒',
  contact: '联系方式', attachment: '附件', quality: '数据质量', setting: '运行设置', certificate: '执法证', backup: '备份', reveal: '个人信息原文', personal: '个人信息',
}

const verbs: Record<string, string> = {
  read: '查看', name: '选用名称', create: '新建', change: '修改', export: '导出', invite: '邀请', disable: '停用', enable: '启用', enrol: '启用与更换', end: '结束', revoke: '吊销',
  decide: '批准或不批准', withdraw: '撤回', submit: '提交', accept: '受理、备案', return: '退回', cancel: '注销', 'request-correction': '告知补正', record: '记录',
  confirm: '审核', rectify: '确认整改', publish: '公开', refuse: '不予受理', transfer: '转办', answer: '答复', close: '办结', report: '填报', finish: '申请销号',
  resolve: '明确牵头单位', schedule: '排定时间', review: '审查', suspend: '暂缓或恢复', import: '导入', serve: '送达', propose: '提出', approve: '批准发布',
  notify: '送达告知书', state: '陈述申辩', consider: '复核申辩', exclude: '不予列入', run: '运行', rerun: '重新运行', housekeeping: '例行清理', resend: '重新投递', settle: '确认已收到',
  mark: '标为已读', lookup: '按号码查找', attach: '添加附件', detach: '移除附件', adopt: '采用', remind: '提醒', send: '发送', reveal: '查看原文', dissolve: '撤销与承接', renew: '延期', upload: '上传', remove: '删除', scan: '查验', watch: '查看', check: '核查', sweep: '清扫',
}

/** The words of a permission, undefined where none are known. */
export function permissionWords(permission: string): { subject: string; verb: string } | undefined {
  const [noun = '', act = ''] = permission.split(':')
  const subject = subjects[noun]
  const verb = noun === 'session' && act === 'create' ? '登录' : verbs[act]
  return subject && verb ? { subject, verb } : undefined
}

/** How far a permission reaches. */
export const reaches: Record<string, string> = { all: '全部', area: '本辖区', firm: '本企业', unit: '本单位', own: '本人', none: '可' }
