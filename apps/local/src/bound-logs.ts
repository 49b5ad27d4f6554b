import { copyFileSync, readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

const lookEveryMs = 5000
const boundBytes = 20_000_000

/**
 * Sets each log of a folder aside as `….log.1`, over the one before, once it is longer than `maxBytes`; now, and every five seconds. The
 * processes go on writing to the file that they have open, which is emptied for that: what they write in the moment between
 * is lost. A folder that isn't there yet is looked at later.
 */
export function boundLogs(folder: string, maxBytes = boundBytes): { close(): void } {
  const look = () => {
    for (const file of logsIn(folder)) {
      if (statSync(file).size <= maxBytes) continue
      copyFileSync(file, `${file}.1`)
      truncateSync(file)
    }
  }
  look()
  const timer = setInterval(look, lookEveryMs).unref()
  return {
    close() {
      clearInterval(timer)
      look()
    },
  }
}

function logsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}
