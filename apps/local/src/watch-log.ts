import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const LOOK_EVERY_MS = 500
const READ_AT_MOST = 1_048_576
const MENTIONED_PER_LOOK = 3
const SHOW_EVERY_MS = 50
const SHOWN_PER_LOOK = 25

/**
 * Follows a log file from its present end and reports the warnings and errors in it, a few at a time.
 * The process writes the file by itself, so its output costs this one nothing.
 */
export function watchLog(file: string, onTrouble: (text: string) => void): { close(): void } {
  const pace = { everyMs: LOOK_EVERY_MS, most: MENTIONED_PER_LOOK }
  return follow(file, pace, troubleIn, onTrouble)
}

/** The same with every line, as long as a person could read them, and soon enough that lines of several files stand in their order. */
export function followLog(file: string, onLine: (text: string) => void): { close(): void } {
  const pace = { everyMs: SHOW_EVERY_MS, most: SHOWN_PER_LOOK }
  return follow(file, pace, (line) => line.trimEnd() || null, onLine)
}

function follow(
  file: string,
  { everyMs, most }: { everyMs: number; most: number },
  pick: (line: string) => string | null,
  show: (text: string) => void,
): { close(): void } {
  const fd = openSync(file, 'a+', 0o600)
  let offset = fstatSync(fd).size
  let rest = ''

  function look() {
    const { size } = fstatSync(fd)
    // What was there is set aside by now.
    if (size < offset) offset = 0
    // Far behind: what matters of so much is in the file.
    if (size - offset > READ_AT_MOST) offset = size - READ_AT_MOST
    const buffer = Buffer.alloc(size - offset)
    offset += readSync(fd, buffer, 0, buffer.length, offset)
    const lines = (rest + buffer.toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    const picked = lines.flatMap((line) => pick(line) ?? [])
    for (const text of picked.slice(0, most)) show(text)
    const more = picked.length - most
    if (more > 0) show(`and ${more} more, see ${file}`)
  }

  const timer = setInterval(look, everyMs)
  return {
    close() {
      clearInterval(timer)
      look()
      closeSync(fd)
    },
  }
}

/** The message of a line that is a warning or worse, in our logs' JSON or in the words of a crashing Node. */
export function troubleIn(line: string): string | null {
  if (!line.startsWith('{'))
    return /^(\w*Error|node:internal|Uncaught)\b/.test(line) ? line.slice(0, 300) : null
  try {
    const { level, msg, err } = JSON.parse(line) as {
      level?: string
      msg?: string
      err?: { message?: string }
    }
    if (level !== 'warn' && level !== 'error' && level !== 'fatal') return null
    return [level, msg, err?.message].filter(Boolean).join(': ').slice(0, 300)
  } catch {
    return null
  }
}
