// Lets the page be printed by a button, where there is a script to do it.
for (const button of document.querySelectorAll('.print')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
