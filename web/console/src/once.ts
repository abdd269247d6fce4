import { shallowRef } from 'vue'

/** A secret that the server tells once: nobody can look it up afterwards. */
export interface Once {
  title: string
  /** What to do with it. */
  advice: string
  value: string
  /** Meant for paper. */
  printable?: boolean
}

/** What is shown now; kept in memory only and gone when it is closed. */
export const once = shallowRef<Once | null>(null)

interface Shown {
  secret?: string
}

/** The link by which a person sets a password; the token stays out of requests and logs. */
export function invitationOf(reply: unknown): Once | undefined {
  const token = (reply as { invitation?: Shown })?.invitation?.secret
  if (!token) return undefined
  const value = `${location.origin}/console/invitation#${token}`
  return { title: '邀请链接', advice: '请当面或以其他可靠方式交给本人，不要交给申请人。链接 72 小时内有效，只能使用一次；关闭后无法再次查看。', value }
}

/** A machine's token. */
export function tokenOf(reply: unknown): Once | undefined {
  const value = (reply as { token?: Shown })?.token?.secret
  if (!value) return undefined
  return { title: '令牌', advice: '请立即存入调用程序的保密配置。关闭后无法再次查看；遗失的，请吊销后重新签发。', value }
}

/** The codes that stand in for a person's device, one a line. */
export function recoveryCodesOf({ recovery_codes }: { recovery_codes: string[] }): Once {
  const advice = '手机不在身边时，用密码和其中一个恢复码登录。每个只能用一次，原有的已全部作废。请打印或抄写，锁好，不要与密码放在一起；关闭后无法再次查看。'
  return { title: '驿鉴恢复码', advice, value: recovery_codes.join('\n'), printable: true }
}
