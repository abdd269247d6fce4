import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import LightBadge from '@/parts/LightBadge.vue'

test.each([
  ['red', '红灯', 'path'],
  ['yellow', '黄灯', 'path'],
  ['green', '绿灯', 'circle'],
  ['grey', '灰灯', 'circle'],
  ['purple', '灰灯', 'circle'],
])('%s is said in words and drawn as a shape, not by colour alone', (light, title, shape) => {
  const badge = mount(LightBadge, { props: { light } })
  expect(badge.text()).toBe(title)
  expect(badge.find(`svg ${shape}`).exists()).toBe(true)
  expect(badge.find('svg').attributes('aria-hidden')).toBe('true')
})

test('no two lights look alike without colour', () => {
  const shapes = ['red', 'yellow', 'green', 'grey'].map((light) => mount(LightBadge, { props: { light } }).find('svg').html())
  expect(new Set(shapes).size).toBe(4)
})
