// Says on paper when the page was opened, and lets it be printed by a button, where there is a script to do it.
for (const opened of document.querySelectorAll('.opened')) {
  opened.hidden = false
  opened.lastElementChild.textContent = new Date().toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'short' })
}
for (const button of document.querySelectorAll('.print')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
