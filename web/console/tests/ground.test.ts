import { describe, expect, it } from 'vitest'
import { around, bandOf, bands, clusters, drawn, isOn, signOf, whole, type EndPointSpot, type Picture } from '@/charts/ground'

const box: Picture['box'] = [
  { longitude_micro: 107_200_000, latitude_micro: 29_020_000 },
  { longitude_micro: 108_100_000, latitude_micro: 29_620_000 },
]
const spot = (n: number, longitude_micro: number, latitude_micro: number): EndPointSpot => ({
  id: `e${n}`, name: `网点${n}`, enterprise_id: 'f', kind: 'own', status: 'filed', area_code: '500156001', filed_late: false, overdue: false, longitude_micro, latitude_micro,
})
/** Spots as thick as in a town in the middle, as thin as in the hills around. */
const scattered = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const spread = n % 3 ? 40_000 : 400_000
    return spot(n, 107_650_000 + ((n * 7919) % 1000) * (spread / 1000) - spread / 2, 29_320_000 + ((n * 104_729) % 997) * (spread / 1500) - spread / 3)
  })

describe('the map of end points', () => {
  it('draws the corners where they are', () => {
    const map = whole(box)
    expect([Math.round(map.w), Math.round(map.h)]).toEqual([784, 600])
    expect(drawn(box, { longitude_micro: 107_200_000, latitude_micro: 29_620_000 })).toEqual({ x: 0, y: 0 })
    expect(isOn(box, spot(1, 116_400_000, 39_900_000))).toBe(false)
  })

  for (const count of [1000, 5000]) {
    it(`keeps ${count} spots readable: none is lost, few are drawn, and no two of them in one field`, () => {
      const all = scattered(count)
      const drawnAs = clusters(all, box, whole(box), 26)
      expect(drawnAs.flatMap(({ spots }) => spots.map(({ id }) => id)).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
      expect(drawnAs.length).toBeLessThan(350)
      const field = whole(box).w / 26
      const fields = drawnAs.map(({ x, y }) => `${Math.floor(x / field)}/${Math.floor(y / field)}`)
      expect(new Set(fields).size).toBe(fields.length)
    })
  }

  it('shows each spot by itself once one goes near enough', () => {
    const pair = [spot(1, 107_650_000, 29_320_000), spot(2, 107_651_000, 29_320_000)]
    const near = around(pair.map((one) => drawn(box, one)), whole(box))
    expect(clusters(pair, box, whole(box), 26)).toHaveLength(1)
    expect(clusters(pair, box, near, 26)).toHaveLength(2)
    expect(near.w / near.h).toBeCloseTo(784 / 600, 1)
  })

  it('says counts in words that leave no count out', () => {
    for (const most of [0, 1, 2, 3, 7, 10, 240]) {
      const all = bands([0, most])
      for (let n = 0; n <= most; n++) expect(all.filter(({ from, to }) => n >= from && n <= to), `${n} of ${most}`).toHaveLength(1)
      expect(bandOf(all, most)).toBe(all.length - 1)
    }
  })

  it('tells by its shape what is overdue, filed, under way or over', () => {
    expect([{}, { status: 'correction' }, { status: 'lapsed' }, { overdue: true }].map((change) => signOf({ ...spot(1, 0, 0), ...change }))).toEqual(['filed', 'open', 'over', 'overdue'])
  })
})
