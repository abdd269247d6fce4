import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Problem } from '@/api/problem'
import Invitation from '@/pages/Invitation.vue'
import ResourceForm from '@/parts/ResourceForm.vue'
import { useSession } from '@/session'

beforeEach(() => setActivePinia(createPinia()))

async function opened(state: string) {
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify({ state })))))
  const component = { template: '<div />' }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component, meta: { title: '首次登录' } }] })
  await router.push('/invitation#token')
  const page = mount(Invitation, { global: { plugins: [router], stubs: { ResourceForm: true } } })
  await flushPromises()
  return page
}

test('a link that opens nothing says so before a form is filled', async () => {
  for (const [state, says] of [
    ['expired', '邀请已过期'],
    ['gone', '邀请已使用'],
  ]) {
    const page = await opened(state!)
    expect(page.findComponent(ResourceForm).exists(), state).toBe(false)
    expect(page.find('[role=alert]').text()).toContain(says)
  }
})

test('an invitation used in the meantime says so in place of the form', async () => {
  const page = await opened('open')
  useSession().accept = vi.fn(() => Promise.reject(new Problem(401, { code: 'invitation.refused', detail: '邀请已使用' })))
  await page.findComponent(ResourceForm).props('send')({ password: 'a', repeated: 'a' })
  await flushPromises()
  expect(page.findComponent(ResourceForm).exists()).toBe(false)
  expect(page.find('[role=alert]').text()).toBe('邀请已使用')
})
