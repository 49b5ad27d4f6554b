// Shows each moment in the viewer's own zone; UTC stays for whoever points at it.
const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
  .formatToParts(new Date())
  .find(({ type }) => type === 'timeZoneName').value
const two = (number) => String(number).padStart(2, '0')

function showLocal(time) {
  const at = new Date(time.dateTime)
  if (Number.isNaN(at.getTime()) || time.title !== '') return
  time.title = `${time.textContent} UTC`
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  time.textContent = `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

function showAll() {
  if (zone === 'UTC') return
  for (const time of document.querySelectorAll('time[datetime]')) showLocal(time)
  for (const cell of document.querySelectorAll('td[data-label$="(UTC)"]'))
    cell.dataset.label = cell.dataset.label.replace('(UTC)', `(${zone})`)
  for (const head of document.querySelectorAll('th'))
    head.textContent = head.textContent.replace('(UTC)', `(${zone})`)
}
showAll()
// A list that was followed is new.
document.addEventListener('list-shown', showAll)

// Days of a filter begin in the viewer's zone, unless the address already says in which.
const days = document.querySelector('input[name="tz"]')
if (
  days &&
  days.value === '' &&
  !document.querySelector('#from').value &&
  !document.querySelector('#to').value
) {
  days.value = Intl.DateTimeFormat().resolvedOptions().timeZone
  for (const label of document.querySelectorAll('label[for="from"], label[for="to"]'))
    label.textContent = label.textContent.replace('(UTC)', `(${days.value})`)
}
