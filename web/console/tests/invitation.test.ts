import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Problem } from '@/api/problem'
import Invitation from '@/pages/Invitation.vue'
import ResourceForm from '@/parts/ResourceForm.vue'
import { useSession } from '@/session'

test('a used invitation says so in place of the form', async () => {
  setActivePinia(createPinia())
  const component = { template: '<div />' }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component, meta: { title: '首次登录' } }] })
  await router.push('/invitation#token')
  useSession().accept = vi.fn(() => Promise.reject(new Problem(401, { code: 'invitation.refused', detail: '邀请已使用' })))
  const page = mount(Invitation, { global: { plugins: [router], stubs: { ResourceForm: true } } })
  await page.findComponent(ResourceForm).props('send')({ password: 'a', repeated: 'a' })
  await flushPromises()
  expect(page.findComponent(ResourceForm).exists()).toBe(false)
  expect(page.find('[role=alert]').text()).toBe('邀请已使用')
})
