/** A milestone as a task's page is given it. */
export interface Milestone {
  id: string
  title: string
  deliverable: string
  owner_name: string
  weight: number
  due_on: string
  reason: string
  set_by: string
  set_on: string
  claimed_on: string
  evidence: string
  reached_on: string
  confirmed_on: string
  answer: string
  ended_on: string
  end_reason: string
  files?: { id: string; name: string; size: number }[]
}

/** Where a day stands between two, from 0 to 1; days outside stand at the nearer end. */
export function spot(from: string, to: string, day: string): number {
  const whole = Date.parse(to) - Date.parse(from)
  const gone = Date.parse(day) - Date.parse(from)
  return whole > 0 && gone > 0 ? Math.min(gone / whole, 1) : 0
}

/** The plan of a task as a line: from its start through its milestones, by weight, to the whole; straight without any. */
export function stepsOf(start: string, due: string, milestones: Pick<Milestone, 'due_on' | 'weight'>[]): { on: string; percent: number }[] {
  const all = milestones.reduce((sum, { weight }) => sum + weight, 0)
  const points = [{ on: start, percent: 0 }]
  let before = 0
  for (const { due_on, weight } of milestones.toSorted((a, b) => a.due_on.localeCompare(b.due_on))) {
    before += weight
    const point = { on: due_on, percent: (100 * before) / all }
    if (points.at(-1)!.on === due_on && points.length > 1) points.pop()
    points.push(point)
  }
  if (points.at(-1)!.on !== due) points.push({ on: due, percent: 100 })
  return points
}
