import type { Option } from './resources/types'

/** The units in which a deadline is counted. */
export const units: Option[] = [
  { value: 'working_day', label: '个工作日' },
  { value: 'calendar_day', label: '日（自然日）' },
  { value: 'hour', label: '小时' },
  { value: 'month', label: '个月' },
  { value: 'day_of_month', label: '日（当月）' },
]

/** What is said about how days are counted in each unit. */
export const counting: Record<string, string> = {
  working_day: '次日起算，只数工作日，含调休上班日',
  calendar_day: '次日起算，末日遇节假日顺延至下一工作日',
  hour: '自该时刻起连续计算，不扣节假日',
  month: '按对应日计算，末日遇节假日顺延',
  day_of_month: '固定日，不顺延',
}

/** Whom a step of a ladder is made known to. */
const told: Record<string, string> = { holder: '办理人', chief: '局领导', legal: '法制审核', inspector: '执法人员', complaints: '申诉专员' }

function momentOf(at: string, days?: number, hours?: number): string {
  if (at === 'warn') return '预警时'
  if (at === 'before') return `届满前 ${hours} 小时`
  return at === 'due' ? '届满未办结' : `届满后第 ${days} 日`
}

/** What a row says of its clock beyond its length: pauses, extension, ladder. */
export function courseOf(row: DeadlineRow): string[] {
  const said: string[] = []
  for (const { title, basis } of row.pause ?? []) said.push(`因${title}可以中止（${basis}）`)
  if (row.extend) {
    said.push(`可以延长 ${termOf(row.extend)}，${row.extend.times} 次，由${told[row.extend.approver] ?? row.extend.approver}批准（${row.extend.basis}）`)
  }
  const steps = (row.ladder ?? []).map(({ at, days, hours, tell }) =>
    `${momentOf(at, days, hours)}告知${told[tell] ?? tell}`)
  if (steps.length) said.push(steps.join('，'))
  return said
}

export interface DeadlineRow {
  id: string
  title: string
  value: number
  warn?: number
  unit: string
  citation: string
  note?: string
  pause?: { code: string; title: string; basis: string }[]
  extend?: { value: number; unit: string; times: number; basis: string; approver: string }
  ladder?: { at: string; days?: number; hours?: number; tell: string }[]
  from: string
  until: string
  state: 'past' | 'now' | 'coming'
  basis: { document: string; version?: string; article?: string }
}

export interface Deadline {
  id: string
  title: string
  rows: DeadlineRow[]
  restarts: string
  running: number | null
  source: string
  /** Which act starts its clock and which one stops it, "" where it has none. */
  started: string
  unclocked: string
}

export interface Year {
  year: number
  basis: string
  holidays: { name: string; from: string; to: string }[]
  make_up: string[]
}

export interface CalendarView {
  today: string
  years: (Year & { source: string })[]
  missing?: { year: number; urgent: boolean; text: string }
}

/** "20 个工作日", "每月 25 日". */
export function termOf(row: { value: number; unit: string }): string {
  if (row.unit === 'day_of_month') return `每月 ${row.value} 日`
  const unit = { working_day: '个工作日', calendar_day: '日', hour: '小时', month: '个月' }[row.unit] ?? row.unit
  return `${row.value} ${unit}`
}

export interface Cell {
  day: number
  date: string
  kind: 'work' | 'weekend' | 'off' | 'make-up'
  /** The holiday's name, or why the day is worked. */
  name: string
  isToday: boolean
}

const weekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay()
const pad = (n: number) => String(n).padStart(2, '0')

/** The weeks of a month, Monday first; null where the week belongs to another month. */
export function weeksOf(year: Year, month: number, today: string): (Cell | null)[][] {
  const days = new Date(Date.UTC(year.year, month, 0)).getUTCDate()
  const cells: (Cell | null)[] = Array.from({ length: (weekday(`${year.year}-${pad(month)}-01`) + 6) % 7 }, () => null)
  for (let day = 1; day <= days; day++) {
    const date = `${year.year}-${pad(month)}-${pad(day)}`
    const holiday = year.holidays.find(({ from, to }) => from <= date && date <= to)
    const isWeekend = [0, 6].includes(weekday(date))
    const isMadeUp = year.make_up.includes(date)
    const kind = holiday ? 'off' : isMadeUp ? 'make-up' : isWeekend ? 'weekend' : 'work'
    cells.push({ day, date, kind, name: holiday?.name ?? (isMadeUp ? '调休上班' : ''), isToday: date === today })
  }
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** How many days of a year are off by holiday, and how many weekend days are worked. */
export function countsOf(year: Year): { off: number; madeUp: number } {
  let off = 0
  for (const { from, to } of year.holidays) off += (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
  return { off, madeUp: year.make_up.length }
}
