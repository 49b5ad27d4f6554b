// Runs before the page is drawn, so that it never flashes in the other theme.
const root = document.documentElement
const order = ['system', 'light', 'dark']

function readTheme() {
  try {
    const kept = localStorage.getItem('theme')
    return order.includes(kept) ? kept : 'system'
  } catch {
    return 'system'
  }
}

function showTheme(theme) {
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  const button = document.getElementById('theme')
  if (!button) return
  button.hidden = false
  button.textContent = `Theme: ${theme}`
}

showTheme(readTheme())
document.addEventListener('DOMContentLoaded', () => {
  showTheme(readTheme())
  document.getElementById('theme')?.addEventListener('click', () => {
    const next = order[(order.indexOf(readTheme()) + 1) % order.length]
    try {
      localStorage.setItem('theme', next)
    } catch {
      // Storage that is closed to us costs the memory of the choice only.
    }
    showTheme(next)
  })
})
