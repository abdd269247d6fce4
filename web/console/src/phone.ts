import { onScopeDispose, ref } from 'vue'

/** Whether the window is as narrow as a phone; follows resizing. */
export function usePhone() {
  const media = window.matchMedia('(max-width: 640px)')
  const isPhone = ref(media.matches)
  const follow = () => void (isPhone.value = media.matches)
  media.addEventListener('change', follow)
  onScopeDispose(() => media.removeEventListener('change', follow))
  return isPhone
}
