import { expect, test } from 'vitest'
import { preview } from '@/notifications'

const values = [
  { name: 'firm', title: '企业', sample: '示例快递' },
  { name: 'due', title: '期限', sample: '2026-03-25' },
]

test('a preview shows samples, and names what the event does not have', () => {
  expect(preview('{firm}请于{due}前办理', values)).toEqual({ text: '示例快递请于2026-03-25前办理', unknown: [] })
  expect(preview('{firm}的{phone}和{}', values)).toEqual({ text: '示例快递的{phone}和{}', unknown: ['phone', ''] })
})
