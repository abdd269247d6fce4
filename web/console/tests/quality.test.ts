import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listOf, qualityFilter, type QualityRule } from '@/quality'
import { resources } from '@/resources'

test('each list offers the rules of its noun in the words of the page', () => {
  const source = readFileSync('../../policy/quality.go', 'utf8')
  const constants = new Map([...source.matchAll(/(Quality\w+) +model\.QualityRuleID = "([^"]+)"/g)].map(([, name, id]) => [name!, id!]))
  const rules = [...source.matchAll(/ID: (?:"([^"]+)"|(Quality\w+)), Title: "([^"]+)"[\s\S]*?Noun: "([^"]+)"/g)]
  expect(rules.length).toBeGreaterThan(20)
  const known = new Map<string, { value: string; label: string }[]>()
  for (const [, id, constant, label, noun] of rules) {
    if (noun !== 'calendar') known.set(noun!, [...(known.get(noun!) ?? []), { value: id ?? constants.get(constant!)!, label: label! }])
  }
  for (const [noun, options] of known) {
    expect(qualityFilter(noun).options).toEqual(options)
    expect(resources.find((one) => one.noun === noun)?.filters?.some(({ key }) => key === 'quality'), noun).toBe(true)
  }
})

test('a rule leads to the list of what it finds, that of the calendar to its year', () => {
  const rule = { id: 'licence-expired', noun: 'enterprises', records: [] as QualityRule['records'] } as QualityRule
  expect(listOf(rule)).toBe('/enterprises?quality=licence-expired')
  expect(listOf({ ...rule, noun: 'calendar', records: [{ id: '2027', title: '2027年' }] })).toBe('/calendar/2027')
})
