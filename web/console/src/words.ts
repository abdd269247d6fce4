import text from '../../../policy/access/words.csv?raw'
import type { Option } from './resources/types'

// The server's own table: what it calls an act in an export, the pages call it too.
const table = { role: new Map<string, string>(), subject: new Map<string, string>(), act: new Map<string, string>(), noun: new Map<string, string>(), former: new Map<string, string>() }
for (const line of text.split('\n')) {
  const [kind = '', code = '', words = ''] = line.split(', ')
  if (kind in table) table[kind as keyof typeof table].set(code, words)
}

/** The roles an account can hold, in the order of the forms. */
export const roles: Option[] = [...table.role].map(([value, label]) => ({ value, label }))

/** What permissions are about, in the order of the page. */
export const subjects = [...table.subject.keys()]

/** The two halves of an act's or a permission's name, undefined where it has none. */
export function actWords(act: string): { subject: string; verb: string } | undefined {
  const subject = table.subject.get(act.split(':')[0]!)
  const verb = table.act.get(act)
  return subject && verb ? { subject, verb } : undefined
}

/** How an act is said; an act that is unknown here keeps its code. */
export function actTitle(act: string): string {
  const known = actWords(act)
  return known ? `${known.subject}：${known.verb}` : act
}

/** How an act is said beside records of the subject. */
export function actBeside(act: string, subject: string): string {
  return (act.startsWith(`${subject}:`) && table.act.get(act)) || actTitle(act)
}

/** The kinds of records of the audit trail, by their nouns. */
export const auditNouns: Option[] = [...table.noun].map(([value, label]) => ({ value, label }))

// Every row of these is read by other names now: the server finds it by those.
const renamed = [...table.former.keys()].filter((stamp) => stamp.endsWith(' * *')).map((stamp) => stamp.split(' ')[0])

/** The acts of the audit trail, by subject and present name; reading alone leaves no trace. */
export const auditActs: Option[] = subjects.flatMap((subject) =>
  [...table.act.keys()].filter((act) => act.startsWith(`${subject}:`) && !act.endsWith(':read') && !renamed.includes(act)).map((value) => ({ value, label: actTitle(value) })),
)

/** How far a permission reaches. */
export const reaches: Record<string, string> = { all: '全部', area: '本辖区', firm: '本企业', unit: '本单位', own: '本人', none: '可' }
