/** One thing that a unit was scored on. */
export interface ScoreItem {
  part: string
  title: string
  worth: number
  reason: string
  noun: string
  id: string
}

/** What one part of a score comes to. */
export interface ScoreLine {
  part: string
  title: string
  weight: number
  items: number
  points: number
  most: number
  said: string
}

/** The score of a unit, with its points in hundredths. */
export interface UnitScore {
  unit_id: string
  name: string
  tasks: number
  scored: boolean
  points: number
  lines: ScoreLine[]
  items: ScoreItem[]
}

/** Hundredths of a point, as people write points. */
export const points = (hundredths: number): string => `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`
