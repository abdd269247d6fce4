import { computed, reactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Field, Resource } from './resources/types'
import { filtersFor, useSession } from './session'

/**
 * What the records of a resource are asked for. The address of the page holds it, so that it can be
 * bookmarked, shared and returned to; answer is called whenever it is asked anew, also once more. The
 * page answers the first time itself, when all of it stands.
 */
export function useQuestion(resource: () => Resource, page: () => string, sort: () => string | undefined, answer: () => void) {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const filters = computed(() => filtersFor(resource(), session).filter(({ key, onlyAsked }) => !onlyAsked || route.query[key]))
  const asked = () => {
    const inOrder = sort()
    return {
      q: String(route.query.q ?? ''),
      ...(inOrder === undefined ? {} : { sort: String(route.query.sort ?? inOrder) }),
      ...Object.fromEntries(filters.value.map(({ key }) => [key, String(route.query[key] ?? '')])),
    }
  }
  const wanted = reactive<Record<string, string>>(asked())
  const isNarrowed = computed(() => filters.value.some(({ key }) => wanted[key]) || Boolean(wanted.q))

  watch(
    () => [page(), route.query] as const,
    ([name]) => {
      if (route.name !== name) return
      for (const key of Object.keys(wanted)) delete wanted[key]
      Object.assign(wanted, asked())
      answer()
    },
  )

  function ask(change: Record<string, string> = {}) {
    const query = Object.fromEntries(Object.entries({ ...wanted, ...change }).filter(([, value]) => value))
    if (JSON.stringify(query) === JSON.stringify(route.query)) answer()
    else void router.replace({ query })
  }
  /** A choice asks at once; typed text waits for Enter. */
  function choose(field: Field, value: string) {
    if (field.kind && field.kind !== 'text') return ask({ [field.key]: value })
    wanted[field.key] = value
  }
  const clear = () => router.replace({ query: {} })
  return { filters, asked, wanted, isNarrowed, ask, choose, clear }
}
