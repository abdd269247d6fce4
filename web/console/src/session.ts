import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { onSignedOut, request } from './api/client'
import { Problem } from './api/problem'
import type { Resource } from './resources/types'

export interface User {
  id: string
  name: string
  display_name: string
  roles: string[]
  unit_id: string
  enterprise_id: string
  second_factor: string
  email: string
  mobile: string
  email_off: boolean
  sms_off: boolean
  version: number
}

interface SessionReply {
  user: User | null
  permissions: string[]
  /** What the person must do before the account's duties open. */
  needs: string[]
  password_ends: string | null
  password_rules: string
  session_id: string
  recovery_codes: number
}

/** What is given beside the password. */
export type SecondCode = { code: string } | { recovery_code: string }

/** Who is signed in, and what they may do; the server checks again on every request. */
export const useSession = defineStore('session', () => {
  const user = ref<User | null>(null)
  const permissions = ref<ReadonlySet<string>>(new Set())
  const needs = ref<string[]>([])
  const passwordEnds = ref('')
  const passwordRules = ref('')
  const sessionId = ref('')
  /** How many recovery codes nobody has taken. */
  const recoveryCodes = ref(0)
  const known = ref(false)
  /** The server ended the session, not the person. */
  const isOver = ref(false)

  function keep(reply: SessionReply | null) {
    user.value = reply?.user ?? null
    permissions.value = new Set(reply?.permissions)
    needs.value = reply?.needs ?? []
    passwordEnds.value = reply?.password_ends ?? ''
    passwordRules.value = reply?.password_rules ?? passwordRules.value
    sessionId.value = reply?.session_id ?? ''
    recoveryCodes.value = reply?.recovery_codes ?? 0
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

  async function signIn(name: string, password: string, second: SecondCode) {
    keep((await request<SessionReply>('POST', '/session', { body: { name, password, ...second } })).data)
    isOver.value = false
  }

  /** Sets the password of an invited person, who is then signed in. */
  async function accept(token: string, password: string) {
    keep((await request<SessionReply>('POST', '/session/invitation', { body: { token, password } })).data)
  }

  async function signOut() {
    try {
      await request('DELETE', '/session')
    } catch (cause) {
      if (!(cause instanceof Problem && cause.status === 401)) throw cause
    }
    isOver.value = false
    keep(null)
  }

  onSignedOut.run = () => {
    isOver.value ||= user.value !== null // of several refused at once, only the first finds somebody signed in
    keep(null)
  }

  const may = (permission?: string) => !permission || permissions.value.has(permission)
  const isSignedIn = computed(() => user.value !== null)

  return { user, permissions, needs, passwordEnds, passwordRules, sessionId, recoveryCodes, isOver, isSignedIn, may, recall, refresh, signIn, accept, signOut }
})

/** The filters of a list that this person is asked. */
export const filtersFor = ({ filters = [] }: Pick<Resource, 'filters'>, { may, user }: ReturnType<typeof useSession>) =>
  filters.filter(({ permission, outside }) => (!permission || may(permission)) && !(outside && user?.enterprise_id))
