import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { permissionWords } from '@/roleTable'

test('every permission of the table has words', () => {
  const rows = readFileSync('../../policy/access/roles.csv', 'utf8').split('\n').filter((line) => line.startsWith('p,'))
  const permissions = new Set(rows.map((line) => line.split(',')[2]!.trim()))
  expect(permissions.size).toBeGreaterThan(80)
  expect([...permissions].filter((permission) => !permissionWords(permission))).toEqual([])
})
