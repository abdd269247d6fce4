import { expect, test } from 'vitest'
import type { Page } from '@/api/client'
import { Problem } from '@/api/problem'
import { usePages } from '@/pages'

const book: Record<string, Page<number>> = {
  '': { items: [1, 2], next: 'b' },
  b: { items: [3, 4], next: 'c' },
  c: { items: [5], next: '' },
}
const read = async (cursor: string) => book[cursor]!

test('forward and back walk the pages in order', async () => {
  const pages = usePages(read)
  await pages.restart()
  expect(pages.items.value).toEqual([1, 2])
  expect(pages.hasBack.value).toBe(false)
  await pages.forward()
  await pages.forward()
  expect(pages.items.value).toEqual([5])
  expect(pages.hasNext.value).toBe(false)
  expect(pages.pageNumber.value).toBe(3)
  await pages.back()
  expect(pages.items.value).toEqual([3, 4])
  await pages.back()
  expect(pages.items.value).toEqual([1, 2])
  expect(pages.pageNumber.value).toBe(1)
})

test('more adds below what is shown', async () => {
  const pages = usePages(read)
  await pages.restart()
  await pages.more()
  await pages.more()
  expect(pages.items.value).toEqual([1, 2, 3, 4, 5])
  expect(pages.hasNext.value).toBe(false)
})

test('an old slow answer does not replace a newer one', async () => {
  const waiting: ((page: Page<string>) => void)[] = []
  const pages = usePages<string>(() => new Promise((resolve) => waiting.push(resolve)))
  const first = pages.restart()
  const second = pages.restart()
  waiting[1]!({ items: ['new'], next: '' })
  await second
  waiting[0]!({ items: ['old'], next: '' })
  await first
  expect(pages.items.value).toEqual(['new'])
  expect(pages.loading.value).toBe(false)
})

test('a failure leaves what was shown and can be retried', async () => {
  let broken = false
  const pages = usePages(async (cursor) => {
    if (broken) throw new Problem(503)
    return read(cursor)
  })
  await pages.restart()
  broken = true
  await pages.forward()
  expect(pages.problem.value?.status).toBe(503)
  expect(pages.items.value).toEqual([1, 2])
  expect(pages.pageNumber.value).toBe(1)
  broken = false
  await pages.forward()
  expect(pages.problem.value).toBeNull()
  expect(pages.items.value).toEqual([3, 4])
})
