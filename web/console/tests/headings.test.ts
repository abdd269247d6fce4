import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { resources } from '@/resources'

const own = new Map(
  readFileSync('../../policy/access/words.csv', 'utf8')
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .filter(([kind]) => kind === 'column')
    .map(([, key, ...label]) => [key!, label.join(', ')]),
)

const headed = ({ noun, key }: { noun: string; key: string }) => own.get(`${noun}.${key}`) ?? own.get(key) ?? ''

// A file may say more exactly what a column holds ("逾期天数" for "逾期"), but not call it otherwise.
test('the file of a list is headed as its page is', () => {
  const columns = resources.flatMap(({ noun, columns }) => columns.filter(({ key }) => !key.includes('.')).map(({ key, label }) => ({ noun, key, label })))
  expect(columns.length).toBeGreaterThan(200)
  const shown = columns.filter((column) => headed(column)) // what no list sends has no words there
  expect(shown.length).toBeGreaterThan(200)
  expect(shown.filter((column) => !headed(column).startsWith(column.label)).map((column) => `${column.noun}.${column.key}: ${headed(column)}, on the page ${column.label}`)).toEqual([])
})
