/** Somebody who may be mentioned in a discussion. */
export interface Mention {
  kind: 'unit' | 'user'
  id: string
  name: string
  /** The unit of a person. */
  unit: string
}

/** What is typed before the caret after the last @, where a choice is being made; undefined where none is. */
export function askedBefore(text: string, caret: number): { from: number; typed: string } | undefined {
  const from = text.lastIndexOf('@', caret - 1)
  if (from < 0) return undefined
  const typed = text.slice(from + 1, caret)
  return /[\s@]/.test(typed) || typed.length > 20 ? undefined : { from, typed }
}

/** Those of the list that the typed letters may mean, at most eight, with those that begin so first. */
export function matching(all: Mention[], typed: string): Mention[] {
  const wanted = typed.toLowerCase()
  const found = all.filter(({ name, unit }) => name.toLowerCase().includes(wanted) || unit.toLowerCase().includes(wanted))
  return found.toSorted((a, b) => Number(b.name.toLowerCase().startsWith(wanted)) - Number(a.name.toLowerCase().startsWith(wanted))).slice(0, 8)
}

/** The words by which a mention stands in the text while it is typed. */
export const labelOf = ({ name, unit, kind }: Mention) => (kind === 'user' && unit ? `@${name}（${unit}）` : `@${name}`)

/** The text as it is sent: every chosen mention by its id. A longer name goes first, for it may begin with a shorter one. */
export function encoded(text: string, chosen: Mention[]): string {
  const longest = chosen.toSorted((a, b) => labelOf(b).length - labelOf(a).length)
  let said = text
  for (const one of longest) said = said.split(labelOf(one)).join(`@[${one.kind}:${one.id}]`)
  return said
}
