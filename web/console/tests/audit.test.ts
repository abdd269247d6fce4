import { expect, test } from 'vitest'
import { resources } from '@/resources'
import { actTitle, auditActs, auditNouns } from '@/words'

test('acts and nouns have Chinese words, and unknown ones keep their code', () => {
  for (const { value, label } of auditActs) expect(label, value).not.toBe(value)
  expect(actTitle('endpoint:accept')).toBe('末端网点：予以备案')
  expect(actTitle('something:new')).toBe('something:new')
  const named = auditNouns.map(({ value }) => value)
  for (const { noun } of resources) expect(named, noun).toContain(noun)
})

test('an act that was renamed is offered once, by its present name', () => {
  const offered = auditActs.map(({ value }) => value)
  expect(offered).toEqual(expect.arrayContaining(['task:defer', 'task:cancel', 'task:resume', 'inspection:confirm', 'inspection:return', 'account-request:approve']))
  for (const former of ['task:suspend', 'account-request:decide']) expect(offered).not.toContain(former)
  expect(new Set(auditActs.map(({ label }) => label)).size).toBe(auditActs.length)
})
