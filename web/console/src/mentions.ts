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

const plain = ({ name, unit, kind }: Mention) => (kind === 'user' && unit ? `@${name}（${unit}）` : `@${name}`)

/** The words by which each stands in the text while it is typed, by id; those that would be the same are numbered. */
export function labelsOf(all: Mention[]): Map<string, string> {
  return new Map(
    all.map((one) => {
      const alike = all.filter((other) => plain(other) === plain(one))
      return [one.id, alike.length > 1 ? `${plain(one)}（第 ${alike.indexOf(one) + 1} 位）` : plain(one)]
    }),
  )
}

/** Whether the words stand at the place, and are not the beginning of longer ones. */
function standsAt(text: string, at: number, label: string): boolean {
  if (!text.startsWith(label, at)) return false
  return label.endsWith('）') || !/^[\p{L}\p{N}]/u.test(text.slice(at + label.length))
}

/** The text as it is sent: every chosen mention by its id. Of several names that stand at a place the longest is meant. */
export function encoded(text: string, chosen: Mention[], all: Mention[] = chosen): string {
  const labels = labelsOf(all)
  const longest = all.toSorted((a, b) => labels.get(b.id)!.length - labels.get(a.id)!.length)
  let said = ''
  for (let at = 0; at < text.length; ) {
    const one = text[at] === '@' ? longest.find(({ id }) => standsAt(text, at, labels.get(id)!)) : undefined
    if (one && chosen.some(({ id }) => id === one.id)) {
      said += `@[${one.kind}:${one.id}]`
      at += labels.get(one.id)!.length
    } else said += text[at++]
  }
  return said
}
