import { Problem } from './api/problem'

/** Refuses, as the server would, a new password that was typed in two ways. */
export function unlike(fresh: unknown, repeated: unknown) {
  if (fresh === repeated) return
  const mistake = { pointer: '/repeated', reason: 'differs', detail: '两次输入的新密码不一致' }
  throw new Problem(422, { detail: '密码没有设置', errors: [mistake] })
}
