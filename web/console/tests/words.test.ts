import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { auditActs, actTitle, actWords, subjects } from '@/words'

test('every permission of the table has words, and the filter of the audit trail every act', () => {
  const rows = readFileSync('../../policy/access/roles.csv', 'utf8').split('\n').filter((line) => line.startsWith('p,'))
  const permissions = [...new Set(rows.map((line) => line.split(',')[2]!.trim()))]
  expect(permissions.length).toBeGreaterThan(80)
  expect(permissions.filter((permission) => !actWords(permission))).toEqual([])
  const offered = auditActs.map(({ value }) => value)
  // These three permissions allow several acts, each offered by its own name.
  expect(permissions.filter((permission) => !permission.endsWith(':read') && !offered.includes(permission))).toEqual(['account-request:decide', 'rule-text:decide', 'task:suspend'])
  expect(new Set(subjects).size).toBe(subjects.length)
  expect(actTitle('inspection:return')).toBe('行政检查：退回重录')
})
