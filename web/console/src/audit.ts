import { changedKeys, sidesOf, type AuditEntry } from './card'
import { moment } from './format'
import type { Column, Field, Resource } from './resources/types'
import { columnWords } from './words'

/** One value that differs between the two sides of an audit row. */
export interface Change {
  key: string
  label: string
  /** How the console shows the value elsewhere; undefined where no page does. */
  column?: Column
  before: unknown
  after: unknown
}

const silent = new Set(['version', 'updated_at', 'created_at', 'search_text', 'id', 'demo'])

/** What an audit row changed, known values first; of a new or removed record everything that it held. */
export function changesOf(entry: AuditEntry, resource?: Resource): Change[] {
  const { before, after } = sidesOf(entry)
  const isChange = Boolean(entry.before && entry.after)
  const keys = isChange ? changedKeys(entry) : Object.keys(entry.after ? after : before)
  const changes = keys
    .filter((key) => !silent.has(key) && (isChange || !isNothing((entry.after ? after : before)[key])))
    .map((key) => {
      const column = columnOf(key, resource)
      return { key, label: column?.label ?? columnWords(key) ?? key, column, before: before[key], after: after[key] }
    })
  return changes.toSorted((a, b) => Number(!a.column) - Number(!b.column))
}

const isNothing = (value: unknown) => value === undefined || value === null || value === '' || value === false

function columnOf(key: string, resource?: Resource): Column | undefined {
  const column = resource?.columns.find((known) => known.key === key && known.kind !== 'rows')
  if (column) return column
  const field = [...(resource?.form ?? [])].find((known) => known.key === key)
  return field && shownAs(field)
}

const isTime = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(value)

/** A value that no page shows: times in Beijing's, and what it holds with its own words. */
export function readable(value: unknown): string {
  if (isNothing(value)) return value === false ? '否' : '—'
  if (value === true) return '是'
  if (isTime(value)) return moment(value)
  if (Array.isArray(value)) return value.map(readable).join('\n')
  if (typeof value === 'object') {
    return Object.entries(value as Record<string, unknown>)
      .map(([key, held]) => `${columnWords(key) ?? key}：${readable(held)}`)
      .join('；')
  }
  return String(value)
}

const kinds: Partial<Record<NonNullable<Field['kind']>, Column['kind']>> = {
  select: 'code', verdict: 'code', many: 'list', textarea: 'long', money: 'money', degrees: 'degrees', date: 'date', yesno: 'yesno', ref: 'ref', refs: 'refs',
}

function shownAs({ key, label, kind, options, ref }: Field): Column | undefined {
  if (kind === 'rows' || kind === 'password') return undefined
  return { key, label, kind: kind && kinds[kind], options: Array.isArray(options) ? options : undefined, ref }
}
