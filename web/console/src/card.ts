import type { Row } from './resources/types'

export interface Due {
  title: string
  due_on: string
  days_left: number
  basis: string
  /** Why there is no last day now; absent for a term that runs. */
  paused?: Paused
}

/** Since when a term stands still, on which ground, and what is left of it. */
export interface Paused {
  since: string
  reason: string
  basis: string
  days_left: number | null
  hours_left: number | null
}

/** What is left of a term that stands still, in words. */
export function leftOf({ days_left: days, hours_left: hours }: Pick<Paused, 'days_left' | 'hours_left'>): string {
  if (hours !== null) return `中止时剩余 ${hours} 小时`
  return days === null ? '届满日待恢复后推算' : `中止时剩余 ${days} 天`
}

/** What may be done with a record now, or may not, and why. */
export interface Act {
  name: string
  title: string
  allowed: boolean
  reason: string
  due?: Due
}

export interface AuditEntry {
  id: string
  at: string
  user_name: string
  act: string
  before: string
  after: string
  reason: string
}

/** One record as its page needs it. */
export interface Card {
  record: Row
  acts: Act[] | null
  history?: AuditEntry[] | null
  /** What may be seen in clear, where the person's duty needs it. */
  reveal?: RevealOffer
}

/** Which fields of a record may be seen in clear, and how many more records today; most 0 sets no limit. */
export interface RevealOffer {
  fields: string[]
  left: number
  most: number
}

/** What a few nouns send bare, as a card without acts. */
export function cardOf(body: Card | Row): Card {
  return 'record' in body ? (body as Card) : { record: body, acts: [] }
}

/** The reason by which the server says that an act belongs to other duties. */
export const notMyDuty = '您的岗位没有这项权限'

/** The keys whose values differ between the two sides of an audit row. */
export function changedKeys(entry: AuditEntry): string[] {
  const before = parse(entry.before)
  const after = parse(entry.after)
  if (!entry.before || !entry.after) return []
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  const silent = new Set(['version', 'updated_at', 'created_at', 'search_text'])
  return [...keys].filter((key) => !silent.has(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]))
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return value && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Both sides of an audit row as records. */
export function sidesOf(entry: AuditEntry): { before: Record<string, unknown>; after: Record<string, unknown> } {
  return { before: parse(entry.before), after: parse(entry.after) }
}
