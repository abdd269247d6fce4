import { createPinia, setActivePinia } from 'pinia'
import { mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { onSignedOut } from '@/api/client'
import { menuFor } from '@/navigation'
import Facts from '@/parts/Facts.vue'
import History from '@/parts/History.vue'
import Value from '@/parts/Value.vue'
import { useSession } from '@/session'

const entry = (act: string, status: string) => ({ id: act + status, at: '', user_name: '', act, reason: '', before: '{"status":"open"}', after: JSON.stringify({ status }) })
const menuOf = (held: string[]) => menuFor((permission) => !permission || held.includes(permission)).flatMap(({ items }) => items.map(({ title }) => title))

beforeEach(() => setActivePinia(createPinia()))

test('the list of complaints shows the end of a waybill number, its record the whole', () => {
  const row = { waybill_no: 'YT1234567890' }
  const tail = { key: 'waybill_no', label: '运单号', kind: 'tail' as const, tableOnly: true }
  expect(mount(Value, { props: { row, column: tail } }).text()).toBe('…7890')
  const facts = mount(Facts, { props: { row, columns: [{ key: 'waybill_no', label: '运单号', factOnly: true }, tail] } })
  expect(facts.findAll('dd').map((dd) => dd.text())).toEqual(['YT1234567890'])
})

test('a history says what was done, not which permission allowed it', () => {
  const entries = [entry('rule-text:adopt', 'adopted'), entry('rule-text:decide', 'refused'), entry('account-request:approve', 'approved')]
  const titles = mount(History, { props: { entries, columns: [], subject: 'rule-text' } }).findAll('strong').map((one) => one.text())
  expect(titles).toEqual(['批准采用', '批准或不予批准', '账号申请：同意'])
})

test('the log of consultations stands in the menu of those who consult or supervise', () => {
  expect(menuOf(['consultation:read', 'history:read'])).not.toContain('个人信息查阅记录')
  expect(menuOf(['consultation:read', 'complaint:reveal'])).toContain('个人信息查阅记录')
})

test('a session that the server ended is told apart from signing out', () => {
  const session = useSession()
  onSignedOut.run()
  expect(session.isOver).toBe(false)
  session.user = { id: '1' } as never
  onSignedOut.run()
  onSignedOut.run()
  expect([session.isOver, session.isSignedIn]).toEqual([true, false])
})
