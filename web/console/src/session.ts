import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { onSignedOut, request } from './api/client'
import { Problem } from './api/problem'

export interface User {
  id: string
  name: string
  display_name: string
  roles: string[]
  unit_id: string
  enterprise_id: string
  version: number
}

interface SessionReply {
  user: User | null
  permissions: string[]
}

/** Who is signed in, and what they may do; the server checks again on every request. */
export const useSession = defineStore('session', () => {
  const user = ref<User | null>(null)
  const permissions = ref<ReadonlySet<string>>(new Set())
  const known = ref(false)

  function keep(reply: SessionReply | null) {
    user.value = reply?.user ?? null
    permissions.value = new Set(reply?.permissions)
    known.value = true
  }

  /** Asks once who is signed in; a 401 is an answer, not a failure. */
  async function recall() {
    if (!known.value) await refresh()
  }

  async function refresh() {
    try {
      keep((await request<SessionReply>('GET', '/session')).data)
    } catch (cause) {
      if (cause instanceof Problem && cause.status === 401) return keep(null)
      throw cause
    }
  }

  async function signIn(name: string, password: string) {
    keep((await request<SessionReply>('POST', '/session', { body: { name, password } })).data)
  }

  async function signOut() {
    try {
      await request('DELETE', '/session')
    } catch (cause) {
      if (!(cause instanceof Problem && cause.status === 401)) throw cause
    }
    keep(null)
  }

  onSignedOut.run = () => keep(null)

  const may = (permission?: string) => !permission || permissions.value.has(permission)
  const isSignedIn = computed(() => user.value !== null)

  return { user, permissions, isSignedIn, may, recall, refresh, signIn, signOut }
})
