import type { Option } from './resources/types'
import { useSession } from './session'
import { actTitle } from './words'

/** Nouns whose acts belong to a person: the server gives none of them to a program. */
const personal = new Set(['session', 'sign-in', 'password', 'second-factor', 'recovery-code', 'token', 'user', 'account-request', 'contact', 'notification'])

/** What the signed-in person may hand to a program. */
export async function delegable(): Promise<Option[]> {
  return [...useSession().permissions]
    .filter((permission) => !personal.has(permission.split(':')[0]!) && !/:(reveal|lookup)$/.test(permission))
    .map((value) => ({ value, label: `${actTitle(value)}（${value}）` }))
}
