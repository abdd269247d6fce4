interface Explained {
  title: string
  /** As the program has it when nobody sets it; empty for none. */
  standard: string
  means: string
}

const one = (title: string, standard: string, means: string): Explained => ({ title, standard, means })

/** What each setting is for; the defaults are those of docs/operating.md, which a test compares. */
export const explained: Record<string, Explained> = {
  addr: one('服务地址', '127.0.0.1:8080', '服务器在哪个地址和端口接受访问'),
  data: one('数据文件夹', './data', '内置数据库、密钥和附件所在的文件夹'),
  db: one('数据库', '', 'MariaDB 的地址；不填的用内置的 SQLite'),
  'key-file': one('密钥文件', 'DATA/yijian.key', '加密个人信息的密钥，各台服务器须用同一份，与备份分开保管'),
  'audit-key': one('审计密钥', 'DATA/audit-key', '给审计记录加封的密钥'),
  'audit-head': one('日志头文件', 'DATA/audit-heads', '审计日志头写到数据库之外的哪个文件'),
  'backup-key': one('备份密钥', '', '备份加密到哪把密钥；也可改用备份口令'),
  'password-profile': one('密码规则', 'djbh3', 'djbh3 为等保三级，nist 为美国国家标准'),
  'seal-profile': one('加密算法', 'aes', '今后加密用 aes 还是国密 sm4；已加密的不变'),
  'reveals-per-day': one('每日查看原文件数', '50', '一个账号一天最多看几条记录的个人信息原文，0 为不限'),
  'downloads-per-day': one('每日下载附件数', '500', '一个账号一天最多下载几个附件，0 为不限'),
  'exports-per-day': one('每日导出次数', '200', '一个账号一天最多把列表导出成文件几次，0 为不限'),
  'slips-by-clock': one('自动发首张督办单', 'false', '任务转红灯时由定时任务自动发首张督办单；不设的，只列入督导单位的待办'),
  'task-tolerance': one('实报与计数的允许差', '10', '督办任务的实报进度与计数进度允许相差几个百分点；计数目标可以另设'),
  'task-score': one('单位评分的分值', '30,40,20,10', '及时、进度、质量、协调四部分各占多少分，合计 100 分，用逗号隔开'),
  'writes-per-minute': one('每分钟办理次数', '600', '一个账号一分钟最多改动几次，0 为不限'),
  'reads-per-minute': one('每分钟查询次数', '1200', '一个账号或一个未登录的来源，一分钟在所有服务器上共可查询几次，0 为不限'),
  attachments: one('附件存放处', 'DATA/attachments', '附件放在哪个文件夹或对象存储'),
  'metrics-addr': one('监控地址', '', '另开一个地址供监控系统读取指标'),
  'trusted-proxies': one('可信代理', '', '由哪些代理转来的请求，按其所报的来源地址记入审计'),
  'secure-cookies': one('只用加密连接', 'false', '登录凭据只经 HTTPS 传送'),
  contact: one('联系方式', '重庆市邮政管理局第三分局', '公示页面上写明的联系单位'),
  'contact-phone': one('联系电话', '', '公示页面和公开文本上写明的电话，不填不显示'),
  'contact-address': one('联系地址', '', '公示页面和公开文本上写明的地址，不填不显示'),
  'site-url': one('平台网址', '', '邮件和短信里的链接用的网址'),
  smtp: one('邮件服务器', '', '主机和端口；不填的不发邮件'),
  'smtp-security': one('邮件加密方式', 'starttls', 'starttls、tls，或 none（仅限不用密码时）'),
  'smtp-from': one('发件地址', '', '邮件从哪个地址发出'),
  'smtp-user': one('邮件账号', '', '登录邮件服务器的账号'),
  'sms-url': one('短信接口', '', '接收短信的网址；不填的不发短信'),
  'sms-allow': one('短信接口内网范围', '', '短信接口可以处在哪些非公网地址'),
  demo: one('演示', 'false', '以演示数据运行，不得用于正式环境'),
  'demo-password': one('演示密码', 'demo-only-2026', '全部演示账号共用的密码'),
  YIJIAN_S3_ACCESS_KEY: one('对象存储账号', '', '附件放在对象存储时的访问账号'),
  YIJIAN_S3_SECRET_KEY: one('对象存储密钥', '', '附件放在对象存储时的访问密钥'),
  YIJIAN_BACKUP_PASSPHRASE: one('备份口令', '', '不用备份密钥时，以口令加密备份'),
  YIJIAN_SMTP_PASSWORD: one('邮件密码', '', '邮件账号的密码'),
  YIJIAN_SMS_SECRET: one('短信接口密钥', '', '调用短信接口的密钥'),
}

/** Where a setting is changed: secrets have no flag and no place in the file. */
export function placesOf(name: string): string {
  if (name.startsWith('YIJIAN_')) return `环境变量 ${name}`
  return `命令行 --${name}、环境变量 YIJIAN_${name.toUpperCase().replaceAll('-', '_')}，或设置文件的 ${name}`
}
