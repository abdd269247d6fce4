import { afterEach, expect, test, vi } from 'vitest'
import { all, onSignedOut, request } from '@/api/client'
import { Attempt, uuid } from '@/api/attempt'
import { Problem, pointerToPath } from '@/api/problem'

function answer(status: number, body: string, headers: Record<string, string> = {}) {
  const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => new Response(body, { status, headers }))
  vi.stubGlobal('fetch', fetch)
  return fetch
}
const failed = (path = '/enterprises') => request('GET', path).catch((cause: unknown) => cause as Problem)

afterEach(() => {
  vi.unstubAllGlobals()
  onSignedOut.run = () => {}
})

test('a problem reply keeps its code, fields and request id', async () => {
  const errors = [{ pointer: '/uscc', reason: 'uscc.check_digit', detail: '校验码不符' }]
  answer(422, JSON.stringify({ status: 422, code: 'fields.invalid', detail: '有字段填写不正确', errors, request_id: 'r-1' }))
  const problem = (await failed()) as Problem
  expect(problem).toBeInstanceOf(Problem)
  expect(problem).toMatchObject({ status: 422, code: 'fields.invalid', message: '有字段填写不正确', requestId: 'r-1', fields: errors })
  expect(problem.isUncertain).toBe(false)
})

test.each([
  [412, '', '他人已修改这条记录'],
  [503, '<html>bad gateway</html>', '服务暂时不可用，请稍候再试'],
  [404, 'null', '记录不存在，或不在您的管辖范围内'],
  [418, '{}', '服务器返回了意外的结果（418）'],
])('a %i without a detail still says something useful', async (status, body, message) => {
  answer(status, body)
  expect(await failed()).toMatchObject({ status, message })
})

test('silence of the network is a problem of status 0 that may be retried', async () => {
  vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('failed')))
  const problem = (await failed()) as Problem
  expect(problem).toMatchObject({ status: 0, message: '网络不通，请检查连接后重试' })
  expect(problem.isUncertain).toBe(true)
})

test('a lapsed session is announced, a refused sign-in is not', async () => {
  const announced = vi.fn()
  onSignedOut.run = announced
  answer(401, '{}')
  await failed('/session')
  expect(announced).not.toHaveBeenCalled()
  await failed('/work')
  expect(announced).toHaveBeenCalledOnce()
})

test('a write carries the version, the key and a JSON body, and returns the new tag', async () => {
  const fetch = answer(200, '{"id":"1"}', { ETag: '"8"' })
  const reply = await request('PATCH', '/enterprises/1', { body: { name: '甲' }, ifMatch: '"7"', key: 'k' })
  const [url, init] = fetch.mock.calls[0]!
  expect(url).toBe('/api/v1/enterprises/1')
  expect(init.headers).toMatchObject({ 'If-Match': '"7"', 'Idempotency-Key': 'k', 'Content-Type': 'application/json' })
  expect(init.body).toBe('{"name":"甲"}')
  expect(reply).toEqual({ data: { id: '1' }, etag: '"8"' })
})

test('all pages of a list are read by following the cursor', async () => {
  const pages: Record<string, object> = {
    '/api/v1/units?limit=100': { items: [1, 2], next: 'c' },
    '/api/v1/units?limit=100&cursor=c': { items: [3], next: '' },
  }
  vi.stubGlobal('fetch', async (url: string) => new Response(JSON.stringify(pages[url])))
  expect(await all('/units')).toEqual([1, 2, 3])
})

test('pointers become field paths', () => {
  expect(pointerToPath('/members/2/name')).toBe('members.2.name')
  expect(pointerToPath('#/body/uscc')).toBe('uscc')
  expect(pointerToPath('/a~1b')).toBe('a/b')
})

test('a key is kept while the outcome is unknown, and never reused after an answer', async () => {
  const attempt = new Attempt()
  const keys: string[] = []
  const run = (body: unknown, problem?: Problem) =>
    attempt
      .run(body, async (key) => {
        keys.push(key)
        if (problem) throw problem
      })
      .catch(() => {})
  await run({ a: 1 }, new Problem(0))
  await run({ a: 1 }, new Problem(503))
  await run({ a: 1 }, new Problem(409, { code: 'idempotency.in_flight' }))
  await run({ a: 1 }, new Problem(422))
  await run({ a: 1 }, new Problem(0))
  await run({ a: 2 })
  await run({ a: 2 })
  expect(new Set(keys.slice(0, 4)).size).toBe(1)
  expect(new Set(keys.slice(3)).size).toBe(4)
  expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
