import { progress } from '@clack/prompts'

export interface ProgressBar {
  /** How many of the total are done. */
  at(done: number): void
  done(text: string): void
  failed(text: string): void
}

/** A bar on a terminal; elsewhere a line at every tenth. */
export function showProgress(label: string, total: number): ProgressBar {
  return process.stdout.isTTY ? bar(label, total) : lines(label, total)
}

function bar(label: string, total: number): ProgressBar {
  // clack ends the process with code 0 on Ctrl-C, which would pass for success.
  const interrupted = () => {
    process.exitCode = 130
  }
  process.once('exit', interrupted)
  const shown = progress({ max: total })
  shown.start(label)
  let last = 0
  return {
    at(done) {
      shown.advance(done - last, `${label} ${done}/${total}`)
      last = done
    },
    done(text) {
      process.off('exit', interrupted)
      shown.stop(text)
    },
    failed(text) {
      process.off('exit', interrupted)
      shown.error(text)
    },
  }
}

function lines(label: string, total: number): ProgressBar {
  let tenth = 0
  const say = (text: string) => void process.stdout.write(`${text}\n`)
  return {
    at(done) {
      const now = Math.floor((done * 10) / total)
      if (now > tenth) say(`${label} ${done}/${total}`)
      tenth = Math.max(tenth, now)
    },
    done: say,
    failed: say,
  }
}
