import type { Draft, Mistake } from './draft'

const longest = 15
const dayMs = 86_400_000
const noticeNumber = /〔\s*\d{4}\s*〕.*号/

/** What is wrong with a year's arrangement as typed; the server checks the same again. */
export function mistakesOfYear(draft: Draft): Mistake[] {
  const mistakes: Mistake[] = []
  const add = (path: string, detail: string) => void mistakes.push({ path, detail })
  const year = Number(draft.year)
  if (draft.year !== '' && !(year >= 2000 && year <= 2099)) add('year', '年份应在 2000 至 2099 之间')
  const basis = String(draft.basis ?? '')
  if (basis && !noticeNumber.test(basis)) add('basis', '请写明通知的文号，例：国办发明电〔2025〕7号')
  const off = new Set<string>()
  for (const [index, row] of ((draft.holidays as Draft[] | undefined) ?? []).entries()) {
    const at = `holidays.${index}`
    const from = String(row.from ?? '')
    const to = String(row.to ?? '')
    if (from && from.slice(0, 4) !== String(draft.year)) add(`${at}.from`, '放假日必须在本年内')
    if (to && to.slice(0, 4) !== String(draft.year)) add(`${at}.to`, '放假日必须在本年内')
    if (!from || !to) continue
    const days = (Date.parse(to) - Date.parse(from)) / dayMs
    if (days < 0 || days >= longest) {
      add(`${at}.to`, '放假的最后一天不得早于第一天，且不超过 15 天')
      continue
    }
    const each = Array.from({ length: days + 1 }, (_, n) => new Date(Date.parse(from) + n * dayMs).toISOString().slice(0, 10))
    const doubled = each.find((day) => off.has(day))
    if (doubled) add(`${at}.from`, `${doubled}已列入另一项放假安排`)
    for (const day of each) off.add(day)
  }
  const worked = new Set<string>()
  for (const [index, row] of ((draft.make_up as Draft[] | undefined) ?? []).entries()) {
    const on = String(row.on ?? '')
    if (!on) continue
    const at = `make_up.${index}.on`
    if (on.slice(0, 4) !== String(draft.year)) add(at, '调休上班日必须在本年内')
    else if (![0, 6].includes(new Date(on).getUTCDay())) add(at, '调休上班日必须是星期六或星期日')
    else if (off.has(on) || worked.has(on)) add(at, '这一天已是放假日，或写了两次')
    worked.add(on)
  }
  return mistakes
}
