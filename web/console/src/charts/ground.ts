/** A place in micro-degrees. */
export interface Spot {
  longitude_micro: number
  latitude_micro: number
}
export interface Count {
  total: number
  filed: number
  late: number
  overdue: number
  unplaced: number
}
export interface Ground extends Count {
  code: string
  name: string
  label: Spot
  ring: Spot[]
}
export interface EndPointSpot extends Spot {
  id: string
  name: string
  enterprise_id: string
  kind: string
  status: string
  area_code: string
  filed_late: boolean
  overdue: boolean
}
/** What a question about end points finds, as the server sends it. */
export interface Picture {
  today: string
  box: [Spot, Spot]
  grounds: Ground[]
  elsewhere: Count
  asked: Count
  spots: EndPointSpot[]
  cut: boolean
  most: number
  firms: Record<string, { name: string; licence_state: string; licence_last_day: string | null }>
}

export interface Point {
  x: number
  y: number
}
/** The part of the map that is shown, in its own measure. */
export interface View extends Point {
  w: number
  h: number
}
/** End points that are drawn as one. */
export interface Cluster extends Point {
  spots: EndPointSpot[]
}

// Thousandths of a degree to the north; here one to the east is 0.8716 of it on the ground.
const north = 1000
const east = 1000 / 0.8716

/** Where a place stands on the map. */
export const drawn = ([southWest, northEast]: Picture['box'], at: Spot): Point => ({
  x: (at.longitude_micro - southWest.longitude_micro) / east,
  y: (northEast.latitude_micro - at.latitude_micro) / north,
})

/** The whole map. */
export function whole(box: Picture['box']): View {
  const { x, y } = drawn(box, { longitude_micro: box[1].longitude_micro, latitude_micro: box[0].latitude_micro })
  return { x: 0, y: 0, w: x, h: y }
}

/** The part around these points, in the whole's proportions, with a margin. */
export function around(points: Point[], map: View): View {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const least = 2 // a thousandth of a degree is some hundred metres
  const w = Math.max((right - left) * 1.25, ((bottom - top) * 1.25 * map.w) / map.h, least)
  const h = (w * map.h) / map.w
  return { x: (left + right - w) / 2, y: (top + bottom - h) / 2, w, h }
}

/** End points that would lie on each other are drawn as one: those of the same field of a grid over the view. */
export function clusters(spots: EndPointSpot[], box: Picture['box'], view: View, across: number): Cluster[] {
  const field = view.w / across
  const fields = new Map<string, Cluster>()
  for (const spot of spots) {
    const { x, y } = drawn(box, spot)
    if (x < view.x || x > view.x + view.w || y < view.y || y > view.y + view.h) continue
    const key = `${Math.floor((x - view.x) / field)}/${Math.floor((y - view.y) / field)}`
    const there = fields.get(key)
    if (!there) {
      fields.set(key, { x, y, spots: [spot] })
      continue
    }
    const n = there.spots.push(spot)
    there.x += (x - there.x) / n
    there.y += (y - there.y) / n
  }
  return [...fields.values()]
}

/** Whether a place lies on the map. */
export const isOn = ([southWest, northEast]: Picture['box'], at: Spot) =>
  at.longitude_micro >= southWest.longitude_micro &&
  at.longitude_micro <= northEast.longitude_micro &&
  at.latitude_micro >= southWest.latitude_micro &&
  at.latitude_micro <= northEast.latitude_micro

/** Four steps of colour in words, each with the counts it stands for; the first is nothing. */
export interface Band {
  words: string
  from: number
  to: number
}
export function bands(totals: number[]): Band[] {
  const most = Math.max(0, ...totals)
  const none: Band = { words: '没有', from: 0, to: 0 }
  const third = Math.max(1, Math.ceil(most / 3))
  const steps: Band[] = [
    { words: '较少', from: 1, to: third },
    { words: '中等', from: third + 1, to: 2 * third },
    { words: '较多', from: 2 * third + 1, to: most },
  ]
  return [none, ...steps.map((band) => ({ ...band, to: Math.min(band.to, most) })).filter(({ from, to }) => from <= to)]
}
export const bandOf = (all: Band[], total: number) => Math.max(0, all.findIndex(({ from, to }) => total >= from && total <= to))

/** How an end point is drawn: its shape says what its colour says. */
export type Sign = 'filed' | 'open' | 'over' | 'overdue'
export const signs: Record<Sign, string> = { filed: '已备案', open: '办理中', overdue: '有事项超期', over: '已终止' }
export function signOf({ status, overdue }: EndPointSpot): Sign {
  if (overdue) return 'overdue'
  if (status === 'filed') return 'filed'
  return status === 'draft' || status === 'submitted' || status === 'correction' ? 'open' : 'over'
}
/** The gravest of several. */
export const gravest = (spots: EndPointSpot[]): Sign =>
  (['overdue', 'open', 'filed', 'over'] as const).find((sign) => spots.some((spot) => signOf(spot) === sign))!

/** A township's name without what sort of township it is, as the map has room for it. */
export const shortName = (name: string) => name.replace(/(苗族土家族|苗族仡佬族)?(街道|镇|乡)$/, '')
