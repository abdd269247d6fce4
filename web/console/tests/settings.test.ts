import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explained, placesOf } from '@/settings'

const read = (path: string) => readFileSync(`../../${path}`, 'utf8')

test('every setting of the program is explained, and no other', () => {
  const source = read('settings.go')
  const table = /var settings = [^{]*\{\n([\s\S]*?)\n\}/.exec(source)![1]!
  const flags = [...table.matchAll(/^\t"([a-z-]+)":/gm)].map(([, name]) => name!)
  const held = ['backup_key.go', 'blobs.go', 'senders.go'].map(read).join('\n')
  const secrets = [...held.matchAll(/Variable\s+= "(YIJIAN_[A-Z0-9_]+)"/g)].map(([, name]) => name!)
  expect(flags.length).toBeGreaterThan(20)
  expect(secrets.length).toBe(5)
  expect(Object.keys(explained).toSorted()).toEqual([...flags, ...secrets].toSorted())
})

test('the defaults are those of the operating manual', () => {
  const rows = [...read('docs/operating.md').matchAll(/^\| `--([a-z-]+)` \| ([^|]*)\|/gm)]
  expect(rows.length).toBeGreaterThan(20)
  for (const [, name, standard] of rows) expect(explained[name!]?.standard, name).toBe(standard!.trim())
})

test('where a setting is changed follows from its name', () => {
  expect(placesOf('key-file')).toContain('YIJIAN_KEY_FILE')
  expect(placesOf('YIJIAN_SMS_SECRET')).toBe('环境变量 YIJIAN_SMS_SECRET')
})
