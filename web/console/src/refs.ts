import { reactive } from 'vue'
import { all, request, type Page, type Query } from './api/client'
import { cardOf, type Card } from './card'
import { pick } from './format'
import type { Option, RefNoun, Row } from './resources/types'
import { useSession } from './session'

interface Source {
  path: string
  /** What the list is narrowed to when one is chosen anew. */
  query?: Query
  key?: string
  label: string
  permission: string
  /** Which of the rows may be chosen anew. */
  choosable?: (row: Row) => boolean
  /** Few enough to be loaded once and searched here. */
  whole: boolean
}

const isInspector = (row: Row) => !row.disabled && (row.roles as string[]).includes('inspector')

const sources: Record<RefNoun, Source> = {
  units: { path: '/units', label: 'name', permission: 'unit:read', whole: true },
  officers: { path: '/officers', label: 'display_name', permission: 'officer:read', whole: true, choosable: isInspector },
  tasks: { path: '/tasks', label: 'name', permission: 'task:read', whole: true },
  plans: { path: '/plans', label: 'title', permission: 'task:read', whole: true },
  jobs: { path: '/jobs', key: 'name', label: 'title', permission: 'job:read', whole: true },
  enterprises: { path: '/enterprises', label: 'name', permission: 'enterprise:read', whole: false },
  branches: { path: '/branches', label: 'name', permission: 'branch:read', whole: false },
  openers: { path: '/enterprises', query: { may_file: 'true' }, label: 'name', permission: 'enterprise:read', whole: false },
  firms: { path: '/enterprise-names', label: 'name', permission: 'enterprise:name', whole: true, choosable: ({ status }) => status !== 'closed' },
  endpoints: { path: '/endpoints', label: 'name', permission: 'endpoint:read', whole: false },
  inspections: { path: '/inspections', label: 'enterprise_name', permission: 'inspection:read', whole: false },
  penalties: { path: '/penalties', label: 'document_no', permission: 'penalty:read', whole: false },
  users: { path: '/users', label: 'display_name', permission: 'user:read', whole: true },
  'rule-texts': { path: '/rule-texts', label: 'title', permission: 'rule-text:read', whole: true, choosable: ({ status }) => status === 'adopted' },
  'national-entries': { path: '/national-entries', label: 'name', permission: 'national-entry:read', whole: false },
  'association-entries': { path: '/association-entries', label: 'enterprise_name', permission: 'association-entry:read', whole: false },
  publications: { path: '/publications', label: 'title', permission: 'publication:read', whole: false },
  complaints: { path: '/complaints', label: 'statement', permission: 'complaint:read', whole: false },
}

const names = reactive(new Map<string, string>())
const wholes = new Map<RefNoun, Promise<(Option & { gone: boolean })[]>>()
const asked = new Map<string, Promise<void>>()

function keep(noun: RefNoun, row: Row): Option {
  const source = sources[noun]
  const value = String(row[source.key ?? 'id'])
  const label = String(pick(row, source.label) ?? value)
  names.set(`${noun}/${value}`, label)
  return { value, label }
}

/** Everything of a small noun, loaded once per person. */
function whole(noun: RefNoun) {
  let loading = wholes.get(noun)
  if (!loading) {
    const { path, choosable } = sources[noun]
    loading = all<Row>(path).then((rows) => rows.map((row) => ({ ...keep(noun, row), gone: choosable?.(row) === false })))
    loading.catch(() => wholes.delete(noun))
    wholes.set(noun, loading)
  }
  return loading
}

/** Records of a noun whose title matches what was typed. */
export async function searchRefs(noun: RefNoun, typed: string): Promise<Option[]> {
  const source = sources[noun]
  if (source.whole) {
    const text = typed.trim().toLowerCase()
    return (await whole(noun)).filter((option) => !option.gone && option.label.toLowerCase().includes(text))
  }
  const { data } = await request<Page<Row>>('GET', source.path, { query: { ...source.query, q: typed.trim(), limit: 20 } })
  return data.items.map((row) => keep(noun, row))
}

/** Learns the titles of these ids, of nouns that the caller may read. */
export async function learn(noun: RefNoun, ids: string[]): Promise<void> {
  if (!useSession().may(sources[noun].permission)) return
  await Promise.all(ids.filter((id) => id && !names.has(`${noun}/${id}`)).map((id) => learnOne(noun, id)))
}

function learnOne(noun: RefNoun, id: string): Promise<void> {
  const key = `${noun}/${id}`
  let asking = asked.get(key)
  if (!asking) {
    const source = sources[noun]
    const one = () => request<Card | Row>('GET', `${source.path}/${encodeURIComponent(id)}`)
    const answer: Promise<unknown> = source.whole ? whole(noun) : one().then(({ data }) => keep(noun, cardOf(data).record))
    asking = answer.then(
      () => {},
      () => {},
    )
    asked.set(key, asking)
  }
  return asking
}

/** The title of an id, or undefined while or when it is unknown. */
export function nameOf(noun: RefNoun, id: unknown): string | undefined {
  return names.get(`${noun}/${String(id)}`)
}

/** Forgets everything, as when another person signs in. */
export function forgetRefs() {
  names.clear()
  wholes.clear()
  asked.clear()
}
