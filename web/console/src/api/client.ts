import { Problem, problemOf } from './problem'

const base = '/api/v1'

export interface Options {
  body?: unknown
  /** The entity tag of the record as it was loaded. */
  ifMatch?: string
  /** The idempotency key of this attempt. */
  key?: string
  query?: Query
  /** Further headers. */
  headers?: Record<string, string>
  signal?: AbortSignal
}

export type Query = Record<string, string | number | undefined>

export interface Reply<T> {
  data: T
  etag: string
}

export interface Page<T> {
  items: T[]
  next: string
  /** The ids of those items, always the last, that hold what was searched for but for one character. */
  similar?: string[]
  /** How many there are, on a first page; beyond where there are more than were counted. */
  total?: number
  beyond?: boolean
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Called when the server says the session is over. */
export const onSignedOut = { run: () => {} }

/** Builds the address of an API path; empty parameters are left out. */
export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, String(value))
  }
  const tail = params.toString()
  return base + path + (tail ? `?${tail}` : '')
}

/** Sends one request and returns the decoded reply with its entity tag, or throws a Problem. */
export async function request<T>(method: Method, path: string, options: Options = {}): Promise<Reply<T>> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (options.ifMatch) headers['If-Match'] = options.ifMatch
  if (options.key) headers['Idempotency-Key'] = options.key
  const reply = await send(address(path, options.query), {
    method,
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    credentials: 'same-origin',
    signal: options.signal,
  })
  if (!reply.ok) {
    const problem = await problemOf(reply)
    if (problem.status === 401 && !path.startsWith('/session/') && path !== '/session') onSignedOut.run()
    throw problem
  }
  const text = await reply.text()
  return { data: (text ? JSON.parse(text) : undefined) as T, etag: reply.headers.get('ETag') ?? '' }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await globalThis.fetch(url, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Problem(0)
  }
}

/** Reads every page of a list; for reference data of a few hundred rows. */
export async function all<T>(path: string, query: Query = {}): Promise<T[]> {
  const items: T[] = []
  let cursor = ''
  do {
    const { data } = await request<Page<T>>('GET', path, { query: { limit: 100, ...query, cursor } })
    items.push(...data.items)
    cursor = data.next
  } while (cursor)
  return items
}
