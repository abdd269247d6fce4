import { ref, shallowRef } from 'vue'
import { asProblem, type Problem } from './api/problem'

/** A list that is read piece by piece, each asked from where the last one ended; 0 ends it. */
export function useMore<T>(read: (from: number) => Promise<{ items: T[]; next: number }>) {
  const items = shallowRef<T[] | null>(null)
  const next = ref(0)
  const loading = ref(false)
  const problem = shallowRef<Problem | null>(null)

  async function more() {
    loading.value = true
    problem.value = null
    try {
      const piece = await read(next.value)
      items.value = [...(items.value ?? []), ...piece.items]
      next.value = piece.next
    } catch (cause) {
      problem.value = asProblem(cause)
    } finally {
      loading.value = false
    }
  }
  /** Reads anew, from another place on. */
  async function restart(from: number) {
    items.value = null
    next.value = from
    await more()
  }
  void more()
  return { items, next, loading, problem, more, restart }
}
