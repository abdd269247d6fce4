import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { actTitle } from '@/audit'
import { permissionWords } from '@/roleTable'

test('every permission of the table has words', () => {
  const rows = readFileSync('../../policy/access/roles.csv', 'utf8').split('\n').filter((line) => line.startsWith('p,'))
  const permissions = new Set(rows.map((line) => line.split(',')[2]!.trim()))
  expect(permissions.size).toBeGreaterThan(80)
  expect([...permissions].filter((permission) => !permissionWords(permission))).toEqual([])
  // An act is named after its permission in histories, the audit log and tokens.
  expect([...permissions].filter((permission) => !/[\u4e00-\u9fff]/.test(actTitle(permission)))).toEqual([])
})
