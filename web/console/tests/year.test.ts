import { describe, expect, it } from 'vitest'
import { mistakesOfYear } from '@/year'

const good = {
  year: '2027',
  basis: '国务院办公厅关于2027年部分节假日安排的通知（国办发明电〔2026〕7号）',
  holidays: [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }, { name: '春节', from: '2027-02-05', to: '2027-02-11' }],
  make_up: [{ on: '2027-02-13' }],
}
const paths = (change: object) => mistakesOfYear({ ...good, ...change }).map(({ path }) => path)

describe('the arrangement of a year', () => {
  it('finds nothing in a good one, and leaves what is missing to the form', () => {
    expect(paths({})).toEqual([])
    expect(paths({ basis: '', holidays: [{ name: '元旦', from: '', to: '' }], make_up: [{ on: '' }] })).toEqual([])
  })
  it('tells everything that is wrong at once', () => {
    const wrong = {
      basis: '国务院办公厅关于2027年部分节假日安排的通知',
      holidays: [
        { name: '元旦', from: '2026-12-31', to: '2027-01-03' },
        { name: '春节', from: '2027-02-11', to: '2027-02-05' },
        { name: '清明节', from: '2027-04-03', to: '2027-04-05' },
        { name: '劳动节', from: '2027-04-05', to: '2027-04-05' },
        { name: '国庆节', from: '2027-10-01', to: '2027-10-16' },
      ],
      make_up: [{ on: '2027-01-02' }, { on: '2027-02-12' }, { on: '2026-12-26' }, { on: '2027-02-13' }, { on: '2027-02-13' }],
    }
    expect(paths(wrong)).toEqual([
      'basis', 'holidays.0.from', 'holidays.1.to', 'holidays.3.from', 'holidays.4.to', 'make_up.0.on', 'make_up.1.on', 'make_up.2.on', 'make_up.4.on',
    ])
    expect(paths({ year: '27' })).toContain('year')
  })
})
