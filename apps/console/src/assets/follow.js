// Keeps the list of leads as it is now, while it is followed: asks every two seconds whether there is a newer lead.
const everyMs = 2000
const button = document.querySelector('#follow')
const state = document.querySelector('#following')
let isOn = false
let timer

async function look() {
  const list = document.querySelector('#list')
  const address = new URL(location.href)
  address.searchParams.set('seen', list.dataset.newest)
  try {
    const answer = await fetch(address, { redirect: 'error' })
    if (answer.status === 200) show(await answer.text(), list)
    state.textContent = answer.ok
      ? 'New leads appear here by themselves.'
      : 'The list can’t be read just now.'
  } catch {
    state.textContent = 'The console can’t be reached. Open the page again if it stays so.'
  }
}

function show(text, list) {
  const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('#list')
  if (!fresh) return
  const known = new Set([...list.querySelectorAll('tbody a')].map(({ href }) => href))
  list.replaceWith(document.importNode(fresh, true))
  const shown = document.querySelector('#list')
  for (const link of shown.querySelectorAll('tbody tr td:first-child a'))
    if (!known.has(link.href)) link.closest('tr').classList.add('fresh')
  document.dispatchEvent(new Event('list-shown'))
}

async function follow() {
  if (!document.hidden) await look()
  if (isOn) timer = setTimeout(follow, everyMs)
}

if (button) {
  button.hidden = false
  button.addEventListener('click', () => {
    isOn = !isOn
    button.setAttribute('aria-pressed', String(isOn))
    button.textContent = isOn ? 'Stop following' : 'Follow'
    clearTimeout(timer)
    state.textContent = ''
    if (isOn) follow()
  })
}
