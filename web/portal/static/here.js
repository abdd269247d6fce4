// Fills in the place of this device, where there is one, and looks around it. The page is whole without.
const line = document.querySelector('.here-ask')
if (line && 'geolocation' in navigator) {
  const [button, said] = [line.querySelector('button'), line.querySelector('[role=status]')]
  line.hidden = false
  button.addEventListener('click', () => {
    button.disabled = true
    said.textContent = '正在取位置…'
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const form = line.closest('form')
        // Three decimals are about a hundred metres: enough to look around, too little to tell the door.
        form.elements.q.value = `${coords.longitude.toFixed(3)},${coords.latitude.toFixed(3)}`
        form.elements.area.value = ''
        form.requestSubmit()
      },
      ({ code }) => {
        button.disabled = false
        said.textContent =
          code === 1
            ? '没有得到定位许可。请在浏览器设置里允许，或者选街道乡镇、写地址。'
            : '没有取到位置。请到开阔处再试，或者选街道乡镇、写地址。'
      },
      { maximumAge: 60_000, timeout: 15_000 },
    )
  })
}
