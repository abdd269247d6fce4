import { expect, test } from 'vitest'
import { publications } from '@/resources/publications'

const words = (row: Record<string, unknown>) => {
  const warning = publications.acts?.find(({ name }) => name === 'withdraw')?.warning
  return typeof warning === 'function' ? warning({ id: 'p1', ...row }) : (warning ?? '')
}

test('who withdraws a penalty from the public is told which entries of the black list rest on it', () => {
  const dependents = [
    { id: 'e1', edition: '2026年上半年诚信红黑榜', status: 'published', stays: false },
    { id: 'e2', edition: '2026年下半年诚信红黑榜', status: 'noticed', stays: true },
  ]
  expect(words({ kind: 'penalty', dependents })).toContain(
    '黑榜条目有 2 条：《2026年上半年诚信红黑榜》（公示中，没有其他依据）、《2026年下半年诚信红黑榜》（拟列入，另有其他依据），在这里撤回不会一并撤下',
  )
  expect(words({ kind: 'penalty' })).toContain('没有据这件处罚列入的黑榜条目')
  expect(words({ kind: 'notice' })).not.toContain('处罚')
})
