import { expect, test } from 'vitest'
import { cited, daysLeft, moment, pointed, unpointed, urgency, yuan } from '@/format'

test('amounts are exact digits', () => {
  expect(yuan(123456789)).toBe('1,234,567.89 元')
  expect(yuan(5)).toBe('0.05 元')
  expect(yuan(undefined)).toBe('—')
  expect(pointed(-5, 2)).toBe('-0.05')
  expect(pointed(107756123, 6)).toBe('107.756123')
  expect(unpointed('0.29', 2)).toBe(29)
  expect(unpointed('1,000', 2)).toBe(100000)
  expect(unpointed('29.3', 6)).toBe(29300000)
  expect(unpointed('1.999', 2)).toBeUndefined()
  expect(unpointed('-1', 2)).toBeUndefined()
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

test('a basis is cited as the server does', () => {
  expect(cited({ document: '快递暂行条例', version: '2025年修订', article: '19' })).toBe('《快递暂行条例》（2025年修订）第十九条')
  expect(['10', '65', '201', '110', '300'].map((article) => cited({ document: '民法典', article }))).toEqual(
    ['十', '六十五', '二百零一', '一百一十', '三百'].map((numeral) => `《民法典》第${numeral}条`),
  )
  expect(cited({ document: '', article: '平台默认设置' })).toBe('平台默认设置')
})
