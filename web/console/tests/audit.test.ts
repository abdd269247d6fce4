import { expect, test } from 'vitest'
import { changesOf, readable } from '@/audit'
import { resources } from '@/resources'
import { actTitle, auditActs, auditNouns } from '@/words'

const entry = (before: unknown, after: unknown) => ({
  id: '1', at: '', user_name: '', act: 'endpoint:change', reason: '',
  before: before ? JSON.stringify(before) : '', after: after ? JSON.stringify(after) : '',
})
const endpoints = resources.find(({ noun }) => noun === 'endpoints')

test('a change is said with the labels of the pages, known fields first', () => {
  const changes = changesOf(entry({ first_submitted_on: 1, x: 1, name: '甲', status: 'draft', version: 1 }, { first_submitted_on: 2, x: 2, name: '乙', status: 'draft', version: 2 }), endpoints)
  expect(changes.map(({ key, label, before, after }) => [key, label, before, after])).toEqual([
    ['name', '网点名称', '甲', '乙'],
    ['first_submitted_on', '首次提交日期', 1, 2],
    ['x', 'x', 1, 2],
  ])
})

test('a new record shows what it holds, and nothing empty', () => {
  expect(changesOf(entry(null, { id: '1', name: '甲', address: '', brands: null }), endpoints).map(({ key }) => key)).toEqual(['name'])
  expect(changesOf(entry({ name: '甲' }, null), endpoints).map(({ key, before }) => [key, before])).toEqual([['name', '甲']])
  expect(changesOf({ ...entry(null, null), after: 'damaged' }, endpoints)).toEqual([])
})

test('acts and nouns have Chinese words, and unknown ones keep their code', () => {
  for (const { value, label } of auditActs) expect(label, value).not.toBe(value)
  expect(actTitle('endpoint:accept')).toBe('末端网点：予以备案')
  expect(actTitle('something:new')).toBe('something:new')
  const named = auditNouns.map(({ value }) => value)
  for (const { noun } of resources) expect(named, noun).toContain(noun)
})

test('a value that no page shows has its times in Beijing and its own columns in words', () => {
  expect(readable('2026-03-02T02:00:00.005Z')).toContain('10:00')
  expect(readable([{ class: 'grave', rectify_by: '2026-03-02' }, { open: true, rectified_on: '' }])).toBe('程度：grave；整改期限：2026-03-02\n未整改：是；整改日期：—')
  expect([readable(false), readable(null), readable(0)]).toEqual(['否', '—', '0'])
})
