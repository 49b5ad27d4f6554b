// Shows a preview without leaving the page, so that the file need not be chosen again.
const form = document.querySelector('#import')
const look = document.querySelector('#look')

form?.addEventListener('submit', async (event) => {
  if (event.submitter !== look) return
  event.preventDefault()
  look.disabled = true
  try {
    const answer = await fetch(look.formAction, { method: 'POST', body: new FormData(form) })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const shown = page.querySelector('#preview') ?? page.querySelector('main')
    document.querySelector('#preview').replaceChildren(...document.importNode(shown, true).childNodes)
  } catch {
    const note = document.createElement('p')
    note.className = 'note bad'
    note.textContent = 'The console can’t be reached. Try again.'
    document.querySelector('#preview').replaceChildren(note)
  }
  look.disabled = false
})
