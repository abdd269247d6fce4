import { expect, test } from 'vitest'
import { daysLeft, fenToYuan, moment, urgency, yuan, yuanToFen } from '@/format'

test('amounts are exact digits', () => {
  expect(yuan(123456789)).toBe('1,234,567.89 元')
  expect(yuan(5)).toBe('0.05 元')
  expect(yuan(undefined)).toBe('—')
  expect(fenToYuan(-5)).toBe('-0.05')
  expect(yuanToFen('0.29')).toBe(29)
  expect(yuanToFen('1,000')).toBe(100000)
  expect(yuanToFen('1.999')).toBeUndefined()
  expect(yuanToFen('-1')).toBeUndefined()
})

test('instants are shown by the clock of Shanghai', () => {
  expect(moment('2026-11-24T16:30:00Z')).toBe('2026-11-25 00:30')
  expect(moment('0001-01-01T00:00:00Z')).toBe('—')
  expect(moment('')).toBe('—')
})

test('terms are late after their day, and due today on it', () => {
  expect([daysLeft(-2), daysLeft(0), daysLeft(9)]).toEqual(['已逾期 2 天', '今天到期', '还剩 9 天'])
  expect([urgency(-1), urgency(0), urgency(3), urgency(4)]).toEqual(['bad', 'warn', 'warn', 'good'])
})
