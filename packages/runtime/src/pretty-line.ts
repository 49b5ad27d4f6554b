/** What a line of {@link createLogger} may hold that is shown in a place of its own. */
interface Line {
  time?: string
  level?: string
  name?: string
  msg?: string
  err?: { stack?: string; message?: string; type?: string }
  [field: string]: unknown
}

const nameWidth = 'gateway'.length

/**
 * A JSON line of a logger as a person reads it: time of day, process, what happened, in how many ms, for which request. A line that is no JSON stays
 * as it is. Ends with a line feed.
 */
export function prettyLine(json: string): string {
  const line = parse(json)
  if (!line) return json
  const { time = '', level = '', name = '', msg, err, pid, hostname, ...fields } = line
  const head = [timeOfDay(time), name.padEnd(nameWidth)]
  const what =
    msg === 'request'
      ? requestWords(fields)
      : msg === 'job done'
        ? jobWords(fields)
        : [...(level === 'info' ? [] : [level.toUpperCase()]), msg ?? '', ...members(fields)]
  const stack = err ? (err.stack ?? `${err.type}: ${err.message}`) : ''
  return `${[...head, ...what].filter(Boolean).join('  ')}\n${stack && indent(stack)}`
}

function requestWords({ requestId, method, path, status, ms, keyId, leftOut, route, bytes, ...rest }: Line) {
  return [
    `${method} ${path}`,
    String(status),
    `${ms} ms`,
    String(requestId ?? ''),
    ...members({ leftOut, ...rest }),
  ]
}

function jobWords({ job, jobId, attempt, ms, requestIds, traceId, ...counts }: Line) {
  const ids = Array.isArray(requestIds) ? requestIds : []
  return [
    String(job),
    'done',
    `${ms} ms`,
    ...(ids.length > 0 ? [ids.length === 1 ? String(ids[0]) : `${ids.length} requests`] : []),
    ...members({ ...counts, ...(attempt === 1 ? {} : { attempt }) }),
  ]
}

function members(fields: Record<string, unknown>): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`],
  )
}

function parse(json: string): Line | null {
  try {
    const line: unknown = JSON.parse(json)
    return typeof line === 'object' ? (line as Line | null) : null
  } catch {
    return null
  }
}

/** Of the zone that this machine is in, as a clock on the wall shows it. */
function timeOfDay(time: string): string {
  const at = new Date(time)
  if (Number.isNaN(at.getTime())) return time
  const two = (number: number) => String(number).padStart(2, '0')
  const seconds = `${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`
  return `${two(at.getHours())}:${two(at.getMinutes())}:${seconds}`
}

function indent(text: string): string {
  return `${text.replace(/^/gm, '    ')}\n`
}
