import type { Option } from './resources/types'
import { useSession } from './session'

const verbs: Record<string, string> = {
  read: '查看',
  create: '新建',
  change: '修改',
  accept: '受理',
  submit: '提交',
  cancel: '注销',
  record: '记录',
  confirm: '确认',
  publish: '公示',
  withdraw: '撤回',
  report: '填报',
  review: '审核',
  close: '办结',
  run: '运行',
}

/** Nouns whose acts belong to a person: the server gives none of them to a program. */
const personal = new Set(['session', 'sign-in', 'password', 'second-factor', 'token', 'user', 'account-request', 'contact', 'notification'])

/** What the signed-in person may hand to a program. */
export async function delegable(): Promise<Option[]> {
  const { resources } = await import('./resources')
  const named = new Map(resources.map(({ subject, title }) => [subject, title]))
  return [...useSession().permissions]
    .filter((permission) => !personal.has(permission.split(':')[0]!) && !/:(reveal|lookup)$/.test(permission))
    .map((value) => {
      const [noun = '', verb = ''] = value.split(':')
      const words = named.has(noun) && verbs[verb] ? `${named.get(noun)}：${verbs[verb]}（${value}）` : value
      return { value, label: words }
    })
}
