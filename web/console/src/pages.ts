import { computed, ref, shallowRef } from 'vue'
import type { Page } from './api/client'
import { asProblem, type Problem } from './api/problem'

/** Walks a cursor list: forward, back, or longer; a slow old answer never replaces a newer one. */
export function usePages<T>(load: (cursor: string) => Promise<Page<T>>) {
  const items = shallowRef<T[]>([])
  const similar = shallowRef(new Set<string>())
  const next = ref('')
  const trail = ref<string[]>([''])
  const loading = ref(false)
  const loaded = ref(false)
  const problem = shallowRef<Problem | null>(null)
  /** How many there are, where the first page told it; beyond when more than were counted. */
  const total = ref<number>()
  const beyond = ref(false)
  let turn = 0

  async function fetchPage(cursor: string, done: (page: Page<T>) => void) {
    const mine = ++turn
    loading.value = true
    problem.value = null
    try {
      const page = await load(cursor)
      if (mine !== turn) return
      done(page)
      next.value = page.next
      loaded.value = true
    } catch (cause) {
      if (mine === turn) problem.value = asProblem(cause)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  function replace(page: Page<T>) {
    items.value = page.items
    similar.value = new Set(page.similar)
  }

  /** Starts again from the first page. */
  function restart() {
    trail.value = ['']
    return fetchPage('', (page) => {
      replace(page)
      total.value = page.total ?? (page.next ? undefined : page.items.length)
      beyond.value = Boolean(page.beyond)
    })
  }
  function forward() {
    const cursor = next.value
    return fetchPage(cursor, (page) => {
      trail.value = [...trail.value, cursor]
      replace(page)
    })
  }
  function back() {
    const earlier = trail.value.slice(0, -1)
    return fetchPage(earlier.at(-1) ?? '', (page) => {
      trail.value = earlier
      replace(page)
    })
  }
  /** Adds the next page below what is already shown. */
  function more() {
    return fetchPage(next.value, (page) => {
      items.value = [...items.value, ...page.items]
      similar.value = new Set([...similar.value, ...(page.similar ?? [])])
    })
  }

  const pageNumber = computed(() => trail.value.length)
  const hasNext = computed(() => next.value !== '')
  const hasBack = computed(() => trail.value.length > 1)
  return { items, similar, loading, loaded, problem, pageNumber, hasNext, hasBack, total, beyond, restart, forward, back, more }
}
