import { reactive } from 'vue'
import { all, request, type Page } from './api/client'
import { pick } from './format'
import type { Option, RefNoun, Row } from './resources/types'

interface Source {
  path: string
  label: string
  /** Few enough to be loaded once and searched here. */
  whole: boolean
}

const sources: Record<RefNoun, Source> = {
  units: { path: '/units', label: 'name', whole: true },
  officers: { path: '/officers', label: 'display_name', whole: true },
  enterprises: { path: '/enterprises', label: 'name', whole: false },
  endpoints: { path: '/endpoints', label: 'name', whole: false },
  tasks: { path: '/tasks', label: 'title', whole: true },
  inspections: { path: '/inspections', label: 'title', whole: false },
  complaints: { path: '/complaints', label: 'number', whole: false },
}

const names = reactive(new Map<string, string>())
const wholes = new Map<RefNoun, Promise<Option[]>>()
const asked = new Map<string, Promise<void>>()

function keep(noun: RefNoun, row: Row): Option {
  const label = String(pick(row, sources[noun].label) ?? row.id)
  names.set(`${noun}/${row.id}`, label)
  return { value: row.id, label }
}

/** Everything of a small noun, loaded once per page view. */
function whole(noun: RefNoun): Promise<Option[]> {
  let loading = wholes.get(noun)
  if (!loading) {
    loading = all<Row>(sources[noun].path).then((rows) => rows.map((row) => keep(noun, row)))
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
    return (await whole(noun)).filter((option) => option.label.toLowerCase().includes(text))
  }
  const { data } = await request<Page<Row>>('GET', source.path, { query: { q: typed.trim(), limit: 20 } })
  return data.items.map((row) => keep(noun, row))
}

/** Learns the titles of these ids; what the caller may not see keeps its id. */
export async function learn(noun: RefNoun, ids: string[]): Promise<void> {
  await Promise.all(ids.filter((id) => id && !names.has(`${noun}/${id}`)).map((id) => learnOne(noun, id)))
}

function learnOne(noun: RefNoun, id: string): Promise<void> {
  const key = `${noun}/${id}`
  let asking = asked.get(key)
  if (!asking) {
    const source = sources[noun]
    const answer: Promise<unknown> = source.whole
      ? whole(noun)
      : request<{ record: Row }>('GET', `${source.path}/${encodeURIComponent(id)}`).then(({ data }) => keep(noun, data.record))
    asking = answer.then(
      () => {},
      () => {},
    )
    asked.set(key, asking)
  }
  return asking
}

/** The title of an id as far as it is known. */
export function nameOf(noun: RefNoun, id: unknown): string {
  return names.get(`${noun}/${String(id)}`) ?? String(id ?? '')
}

/** Forgets everything, as when another person signs in. */
export function forgetRefs() {
  names.clear()
  wholes.clear()
  asked.clear()
}
