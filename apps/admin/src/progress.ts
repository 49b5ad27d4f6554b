import type { Streams } from './output.ts'

export interface Progress {
  /** How much of the total is done, and in words. */
  at(done: number, words: string): void
  /** Leaves the line. */
  end(): void
}

const width = 30

/** A bar on a terminal; elsewhere a line at every tenth. */
export function showProgress(stderr: Streams['stderr'], total: number): Progress {
  return stderr.isTTY ? bar(stderr, total) : lines(stderr, total)
}

function bar(stderr: Streams['stderr'], total: number): Progress {
  return {
    at(done, words) {
      const full = Math.floor((done / Math.max(1, total)) * width)
      const percent = Math.floor((done / Math.max(1, total)) * 100)
      stderr.write(`\r\u{1b}[K${'█'.repeat(full)}${'░'.repeat(width - full)} ${percent} %  ${words}`)
    },
    end: () => void stderr.write('\n'),
  }
}

function lines(stderr: Streams['stderr'], total: number): Progress {
  let tenth = 0
  return {
    at(done, words) {
      const now = Math.floor((done * 10) / Math.max(1, total))
      if (now > tenth) stderr.write(`${now * 10} %  ${words}\n`)
      tenth = Math.max(tenth, now)
    },
    end: () => undefined,
  }
}
