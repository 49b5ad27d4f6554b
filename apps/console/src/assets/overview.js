const width = 400
const height = 130
const svgNamespace = 'http://www.w3.org/2000/svg'
const colours = 6

const perSecond = (value) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))
function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`
}

const since = (seconds) => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`)

const single = (name, field) => (samples) => [{ name, values: samples.map((sample) => sample[field]) }]
const pair = (first, second, a, b) => (samples) => [
  ...single(a, first)(samples),
  ...single(b, second)(samples),
]
/** One line for each name that any sample has, the largest first. */
const named = (field, missing) => (samples) => {
  const sums = new Map()
  for (const sample of samples)
    for (const [name, value] of Object.entries(sample[field])) sums.set(name, (sums.get(name) ?? 0) + value)
  const names = [...sums].sort((a, b) => b[1] - a[1]).map(([name]) => name)
  return names.slice(0, colours).map((name) => ({
    name: name.replaceAll('_', ' '),
    values: samples.map((sample) => sample[field][name] ?? missing),
  }))
}

const charts = {
  leads: { format: perSecond, series: single('leads per second', 'leadsPerSecond') },
  answer: { format: duration, series: pair('answerP50', 'answerP95', 'median', '95th percentile') },
  enriched: { format: duration, series: pair('enrichedP50', 'enrichedP95', 'median', '95th percentile') },
  outbox: { format: duration, series: pair('outboxAge', 'owedAge', 'outbox', 'owed enrichment') },
  queues: { format: duration, series: named('queueAges', null) },
  errors: { format: perSecond, series: named('errors', 0) },
}

function svg(name, attributes) {
  const element = document.createElementNS(svgNamespace, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}

/** The path of a line; where nothing is known it has a gap, and a lone point is a dot. */
function pathOf(values, times, peak) {
  const span = Math.max(1, times.at(-1) - times[0])
  let path = ''
  let isDrawing = false
  values.forEach((value, index) => {
    if (value === null) {
      isDrawing = false
      return
    }
    const x = ((times[index] - times[0]) / span) * width
    const y = height - 4 - (value / peak) * (height - 12)
    const isLone = !isDrawing && (values[index + 1] ?? null) === null
    path += `${isDrawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}${isLone ? 'h.1' : ''}`
    isDrawing = true
  })
  return path
}

function draw(id, samples) {
  const figure = document.getElementById(`chart-${id}`)
  const { format, series } = charts[id]
  const lines = series(samples)
  const times = samples.map((sample) => sample.at)
  const known = lines.flatMap((line) => line.values).filter((value) => value !== null)
  const peak = Math.max(...known, id === 'leads' || id === 'errors' ? 1 : 0.01)
  const last = (line) => line.values.findLast((value) => value !== null) ?? null
  const text = (line) => (last(line) === null ? '–' : format(last(line)))
  const drawing = figure.querySelector('svg')
  const grid = [0.25, 0.5, 0.75].map((part) =>
    svg('line', { x1: 0, x2: width, y1: height * part, y2: height * part, class: 'grid' }),
  )
  const paths = lines.map((line, index) =>
    svg('path', {
      d: pathOf(line.values, times, peak),
      class: `line s${index}`,
      'vector-effect': 'non-scaling-stroke',
    }),
  )
  drawing.replaceChildren(...grid, ...paths)
  const said = lines.map((line) => `${line.name} ${text(line)}`).join(', ')
  drawing.setAttribute('aria-label', `${figure.querySelector('strong').textContent}: ${said || 'nothing'}`)
  const worst = lines.map(last).filter((value) => value !== null)
  figure.querySelector('.now').textContent =
    id === 'errors' || id === 'queues'
      ? format(
          worst.length > 0 ? (id === 'errors' ? worst.reduce((a, b) => a + b, 0) : Math.max(...worst)) : 0,
        )
      : lines.length > 0
        ? text(lines[0])
        : '–'
  figure.querySelector('.peak').textContent = known.length > 0 ? `peak ${format(Math.max(...known))}` : ''
  figure.querySelector('.from').textContent = `${since((times.at(-1) - times[0]) / 1000)} ago`
  const items = lines.map((line, index) => {
    const item = document.createElement('li')
    item.className = `s${index}`
    item.textContent = `${line.name} ${text(line)}`
    return item
  })
  figure.querySelector('.legend').replaceChildren(...(lines.length > 1 || id === 'errors' ? items : []))
}

function showProcesses(processes) {
  const table = document.querySelector('#processes table')
  if (!table) return
  const labels = [...table.querySelectorAll('th')].map((heading) => heading.textContent)
  const rows = processes.map(({ address, isAnswering, kind, leadsPerSecond, memory }) => {
    const badge = document.createElement('span')
    badge.className = `badge ${isAnswering ? 'good' : 'bad'}`
    badge.textContent = isAnswering ? 'answers' : 'no answer'
    const code = document.createElement('code')
    code.textContent = address
    const number = (value, unit) => (value === null ? '–' : `${Math.round(value)}${unit}`)
    const cells = [
      kind ?? '–',
      code,
      number(leadsPerSecond, ''),
      number(memory === null ? null : memory / 1e6, ' MB'),
      badge,
    ]
    const row = document.createElement('tr')
    row.append(
      ...cells.map((content, index) => {
        const cell = document.createElement('td')
        cell.dataset.label = labels[index]
        cell.append(content)
        return cell
      }),
    )
    return row
  })
  table.tBodies[0].replaceChildren(...rows)
}

function showState(message) {
  const state = document.getElementById('state')
  state.hidden = message === ''
  if (state.textContent !== message) state.textContent = message
}

async function refresh() {
  if (document.hidden) return
  const answer = await fetch('/api/overview', { signal: AbortSignal.timeout(10_000) })
  if (answer.status === 401) {
    location.reload()
    return
  }
  if (!answer.ok) throw new Error(String(answer.status))
  const { samples, backlog, processes } = await answer.json()
  const answering = processes.filter(({ isAnswering }) => isAnswering).length
  const tiles = { ...backlog, processes: `${answering} of ${processes.length}` }
  for (const id of ['outboxEvents', 'owedLeads', 'deadLeads', 'processes'])
    document.getElementById(`tile-${id}`).textContent = tiles[id]?.toLocaleString('en') ?? 'unknown'
  showProcesses(processes)
  if (samples.length > 0) for (const id of Object.keys(charts)) draw(id, samples)
  showState(backlog ? '' : 'Postgres doesn’t tell what waits. What is known is shown.')
}

async function poll() {
  try {
    await refresh()
  } catch {
    showState('The console doesn’t answer. It is asked again every two seconds.')
  }
  setTimeout(poll, 2000)
}

poll()
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh().catch(() => undefined)
})
