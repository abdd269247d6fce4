import { pick, pointed, unpointed } from './format'
import { pointerToPath, type FieldProblem } from './api/problem'
import type { Field } from './resources/types'

/** What has been typed, by field key; amounts and numbers are still text. */
export type Draft = Record<string, unknown>

const lists = new Set(['many', 'refs', 'rows'])
const places: Record<string, number> = { money: 2, degrees: 6 }
/** Kinds whose empty value is no value to the API. */
const absent = new Set(['date', 'month', 'select', 'ref', 'number', 'money', 'degrees', 'verdict'])

/** Kinds that are chosen and not typed. */
const chosen = new Set(['select', 'many', 'ref', 'refs', 'verdict', 'date', 'month'])

function blank(field: Field): unknown {
  if (field.initial !== undefined) return field.initial
  if (lists.has(field.kind ?? '')) return []
  return field.kind === 'yesno' ? false : ''
}

/** The text of a record's values, ready to be edited. */
export function draftOf(fields: Field[], record?: unknown): Draft {
  return Object.fromEntries(fields.map((field) => [field.key, typed(field, pick(record, field.key))]))
}

function typed(field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return blank(field)
  if (places[field.kind ?? '']) return pointed(value, places[field.kind!]!)
  if (field.kind === 'number') return String(value)
  if (field.kind === 'rows') return (value as unknown[]).map((row) => draftOf(field.fields ?? [], row))
  return lists.has(field.kind ?? '') ? [...(value as unknown[])] : value
}

/** Whether the field must be filled, as the others stand. */
export const isRequired = (field: Field, draft: Draft) => Boolean(field.required || field.requiredWhen?.(draft))

export interface Mistake {
  path: string
  detail: string
}

/** The body to send, and what cannot be sent as typed. */
export function bodyOf(fields: Field[], draft: Draft, prefix = ''): { body: Draft; mistakes: Mistake[] } {
  const body: Draft = {}
  const mistakes: Mistake[] = []
  for (const field of fields.filter((one) => one.when?.(draft) ?? true)) {
    const path = prefix + field.key
    const value = draft[field.key]
    if (isRequired(field, draft) && isEmpty(value)) mistakes.push({ path, detail: `${chosen.has(field.kind ?? '') ? '请选择' : '请填写'}${field.label}` })
    if (field.kind === 'rows') {
      const parts = (value as Draft[]).map((row, index) => bodyOf(field.fields ?? [], row, `${path}.${index}.`))
      body[field.key] = parts.map((part) => part.body)
      mistakes.push(...parts.flatMap((part) => part.mistakes))
      continue
    }
    const sent = sendable(field, value)
    if (sent instanceof Error) mistakes.push({ path, detail: sent.message })
    else if (sent !== undefined) body[field.key] = sent
  }
  return { body, mistakes }
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

function sendable(field: Field, value: unknown): unknown {
  const kind = field.kind ?? 'text'
  if (isEmpty(value) && absent.has(kind)) return field.sendEmpty ? '' : undefined
  if (kind === 'verdict') return value === 'true'
  if (kind !== 'number' && !places[kind]) return typeof value === 'string' ? value.trim() : value
  const text = String(value).trim()
  if (kind === 'money') return unpointed(text, 2) ?? new Error(`${field.label}应为金额，最多两位小数`)
  if (kind === 'degrees') return unpointed(text, 6) ?? new Error(`${field.label}应为度数，最多六位小数`)
  return /^-?\d{1,9}$/.test(text) ? Number(text) : new Error(`${field.label}应为整数`)
}

/** What was typed over the record as it was loaded. */
export function typedOver(fields: Field[], draft: Draft, record: unknown): Draft {
  const before = draftOf(fields, record)
  const isTyped = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(before[key])
  return Object.fromEntries(Object.entries(draft).filter(isTyped))
}

/** The server's field errors, by field path. */
export function mistakesOf(problems: FieldProblem[]): Mistake[] {
  return problems.map(({ pointer, detail }) => ({ path: pointerToPath(pointer), detail }))
}

/** The words of a path: "members.2.name" → "成员 第 3 行 姓名". */
export function labelOf(fields: Field[], path: string): string {
  const [key, index, ...rest] = path.split('.')
  const field = fields.find((one) => one.key === key)
  if (!field) return ''
  if (index === undefined || !field.fields) return field.label
  return `${field.label} 第 ${Number(index) + 1} 行 ${labelOf(field.fields, rest.join('.'))}`.trim()
}
