import type { Option } from './resources/types'

/** Reads "a.b" inside a record. */
export function pick(row: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    return value && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined
  }, row)
}

/** Words for a value that may be missing. */
export function words(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  return String(value)
}

/** A number that counts something, with its thousands set apart; the year of a date is none. */
export const counted = (value: unknown) => (typeof value === 'number' ? value.toLocaleString('zh-CN') : words(value))

/** A legal basis as the server writes it: 《快递暂行条例》（2025年修订）第十九条. */
export function cited({ document, version, article = '' }: { document: string; version?: string; article?: string }): string {
  const place = /^[1-9]\d{0,2}$/.test(article) ? `第${numeral(Number(article))}条` : article
  return `${document ? `《${document}》` : ''}${version ? `（${version}）` : ''}${place}`
}

const digit = (one: number) => '零一二三四五六七八九'[one]!

/** 1 to 999 the way statutes number their articles. */
function numeral(n: number): string {
  const hundreds = Math.floor(n / 100)
  const tens = Math.floor(n / 10) % 10
  const ones = n % 10
  return [
    hundreds ? `${digit(hundreds)}百` : '',
    hundreds && ones && !tens ? '零' : '',
    tens ? `${tens > 1 || hundreds ? digit(tens) : ''}十` : '',
    ones ? digit(ones) : '',
  ].join('')
}

/** 12345 fen → "123.45 元", by digits, so that no amount is ever rounded. */
export function yuan(fen: unknown): string {
  const text = pointed(fen, 2)
  return text === '' ? '—' : `${text.replace(/\B(?=(\d{3})+(?=\.))/g, ',')} 元`
}

/** 12345 with 2 places → "123.45"; empty for no number. */
export function pointed(whole: unknown, places: number): string {
  if (whole === null || whole === undefined || whole === '') return ''
  const sign = String(whole).startsWith('-') ? '-' : ''
  const digits = String(whole).replace('-', '').padStart(places + 1, '0')
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** "123.4" with 2 places → 12340; undefined when the text is no such number. */
export function unpointed(text: string, places: number): number | undefined {
  const match = /^(\d{1,9})(?:\.(\d+))?$/.exec(text.trim().replaceAll(',', ''))
  const fraction = match?.[2] ?? ''
  return match && fraction.length <= places ? Number(match[1]! + fraction.padEnd(places, '0')) : undefined
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** An instant as Shanghai's clock shows it. */
export function moment(value: unknown): string {
  const at = new Date(String(value ?? ''))
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1900) return '—'
  const part = Object.fromEntries(clock.formatToParts(at).map((p) => [p.type, p.value]))
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`
}

/** The size of a file. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** The option of a code, or the code itself when it is unknown here. */
export function optionOf(options: Option[] | undefined, value: unknown): Option {
  const code = String(value ?? '')
  return options?.find((option) => option.value === code) ?? { value: code, label: code || '—', tone: 'quiet' }
}

/** How the days left are said. */
export function daysLeft(days: number): string {
  if (days < 0) return `已逾期 ${-days} 天`
  return days === 0 ? '今天到期' : `还剩 ${days} 天`
}

/** The weight of a term: late, near (within 3 days) or far. */
export function urgency(days: number): 'bad' | 'warn' | 'good' {
  if (days < 0) return 'bad'
  return days <= 3 ? 'warn' : 'good'
}

/** The day in Shanghai. */
export const todayInShanghai = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** The day so many days later. */
export const laterDay = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** The calendar day so many days after another. */
function shifted(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
export const dayAfter = (day: string) => shifted(day, 1)
export const dayBefore = (day: string) => shifted(day, -1)

/** The same day so many years later; the last of February where that year has no 29th. */
export function yearsAfter(day: string, years: number): string {
  const later = `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`
  const at = new Date(`${later}T00:00:00Z`)
  return at.toISOString().slice(0, 10) === later ? later : `${later.slice(0, 8)}28`
}
