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

/** 12345 fen → "123.45 元", by digits, so that no amount is ever rounded. */
export function yuan(fen: unknown): string {
  const text = fenToYuan(fen)
  return text === '' ? '—' : `${text.replace(/\B(?=(\d{3})+(?=\.))/g, ',')} 元`
}

/** 12345 → "123.45"; empty for no amount. */
export function fenToYuan(fen: unknown): string {
  if (fen === null || fen === undefined || fen === '') return ''
  const sign = String(fen).startsWith('-') ? '-' : ''
  const digits = String(fen).replace('-', '').padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** "123.4" → 12340; undefined when the text is not an amount. */
export function yuanToFen(text: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(',', ''))
  return match ? Number(match[1]! + (match[2] ?? '').padEnd(2, '0')) : undefined
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
