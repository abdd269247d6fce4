import { all } from '@/api/client'
import type { Paused } from '@/card'

export interface ClockPause {
  id: string
  title: string
  basis: string
  note: string
  from_on: string
  to_on: string
  days_left: number | null
  hours_left: number | null
  paused_by: string
  resumed_by: string
}
export interface ClockExtension {
  id: string
  status: string
  basis: string
  reason: string
  decision: string
  asker: string
  asked_on: string
  decider: string
  decided_on: string
  was_due: string
}
export interface ClockHolder {
  id: string
  holder: string
  name: string
  from_on: string
  to_on: string
  days: number
}
export interface ClockStep {
  id: string
  step: string
  at: string
}
/** The term of one duty on one record, with what happened to it. */
export interface Clock {
  id: string
  title: string
  basis: string
  status: string
  light: string
  holder: string
  holder_name: string
  start_on: string
  warn_on: string
  due_on: string
  stopped_on: string
  /** How it ended, in words. */
  outcome?: string
  days_left: number | null
  /** What is left of it, or how it ended, in words. */
  standing: string
  /** Absent unless the clock stands still. */
  paused?: Paused
  pauses: ClockPause[]
  extended: ClockExtension[]
  holders: ClockHolder[]
  steps: ClockStep[]
}

/** The clocks of a record, those that run first. */
export async function clocksOf(noun: string, id: string): Promise<Clock[]> {
  const found = await all<Clock>('/clocks', { noun, record_id: id })
  return found.toSorted((a, b) => Number(a.status === 'stopped') - Number(b.status === 'stopped') || a.due_on.localeCompare(b.due_on))
}

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000

export interface Stretch {
  kind: 'ran' | 'stood' | 'left' | 'over'
  from: string
  to: string
  share: number
}

/**
 * A clock as a bar from its start to its last day, or to today where that is later: what
 * has run, what stood still, what is left and what is past the end, in hundredths of it.
 */
export function barOf(clock: Clock, today: string): Stretch[] {
  const now = clock.stopped_on || today
  const end = [clock.due_on, now].filter(Boolean).toSorted().at(-1)!
  const marks = new Set([clock.start_on, now, end, ...(clock.due_on ? [clock.due_on] : [])])
  for (const { from_on: from, to_on: to } of clock.pauses) marks.add(from).add(to || now)
  const days = [...marks].filter((one) => one >= clock.start_on && one <= end).toSorted()
  const whole = Math.max(day(end) - day(clock.start_on), 1)
  return days.slice(1).map((to, i) => {
    const from = days[i]!
    const stood = clock.pauses.some((pause) => pause.from_on <= from && (pause.to_on || now) >= to)
    const over = Boolean(clock.due_on) && from >= clock.due_on
    const kind = stood ? 'stood' : over ? 'over' : from >= now ? 'left' : 'ran'
    return { kind, from, to, share: Math.round(((day(to) - day(from)) / whole) * 10000) / 100 }
  })
}
