import { expect, test } from 'vitest'
import { actTitle, auditActs, auditNouns, changesOf } from '@/audit'
import { resources } from '@/resources'

const entry = (before: unknown, after: unknown) => ({
  id: '1', at: '', user_name: '', act: 'endpoint:change', reason: '',
  before: before ? JSON.stringify(before) : '', after: after ? JSON.stringify(after) : '',
})
const endpoints = resources.find(({ noun }) => noun === 'endpoints')

test('a change is said with the labels of the pages, known fields first', () => {
  const changes = changesOf(entry({ x: 1, name: '甲', status: 'draft', version: 1 }, { x: 2, name: '乙', status: 'draft', version: 2 }), endpoints)
  expect(changes.map(({ key, column, before, after }) => [key, column?.label, before, after])).toEqual([
    ['name', '网点名称', '甲', '乙'],
    ['x', undefined, 1, 2],
  ])
})

test('a new record shows what it holds, and nothing empty', () => {
  expect(changesOf(entry(null, { id: '1', name: '甲', address: '', brands: null }), endpoints).map(({ key }) => key)).toEqual(['name'])
  expect(changesOf(entry({ name: '甲' }, null), endpoints).map(({ key, before }) => [key, before])).toEqual([['name', '甲']])
  expect(changesOf({ ...entry(null, null), after: 'damaged' }, endpoints)).toEqual([])
})

test('acts and nouns have Chinese words, and unknown ones keep their code', () => {
  for (const { value, label } of auditActs) expect(label, value).not.toBe(value)
  expect(actTitle('endpoint:accept')).toBe('网点予以备案')
  expect(actTitle('something:new')).toBe('something:new')
  const named = auditNouns.map(({ value }) => value)
  for (const { noun } of resources) expect(named, noun).toContain(noun)
})
