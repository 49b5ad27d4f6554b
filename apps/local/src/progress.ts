/** Where progress is shown; `process.stdout` is one. */
export type Screen = { isTTY?: boolean; write(text: string): unknown }

export type Progress = {
  /** Shows a step while it runs and its duration when it is done; `say` adds what a person should know. */
  step<T>(name: string, run: (say: (detail: string) => void) => Promise<T>): Promise<T>
  /** Shows a line of its own. */
  line(text: string): void
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const CLEAR_LINE = '\r\x1b[2K'

/** Start-up steps on a screen: a spinner on a terminal, plain lines elsewhere. Steps may run at the same time. */
export function createProgress(screen: Screen): Progress {
  const active = new Map<string, number>()
  let frame = 0
  let timer: NodeJS.Timeout | undefined

  function line(text: string) {
    screen.write(`${screen.isTTY ? CLEAR_LINE : ''}${text}\n`)
    draw()
  }

  function draw() {
    if (!screen.isTTY || active.size === 0) return
    const names = [...active].map(([name, since]) => `${name} ${seconds(since)}`).join('  ·  ')
    screen.write(`${CLEAR_LINE}${FRAMES[frame % FRAMES.length]} ${names}`)
  }

  function spin() {
    timer ??= setInterval(() => {
      frame += 1
      draw()
    }, 100)
  }

  function rest() {
    if (active.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    line,
    async step(name, run) {
      const since = performance.now()
      active.set(name, since)
      if (screen.isTTY) spin()
      const details: string[] = []
      const say = (detail: string) => {
        details.push(detail)
        // Without a spinner a long wait would look like a hang.
        if (!screen.isTTY) line(`  ${name}: ${detail}`)
      }
      let mark = '✖'
      try {
        const result = await run(say)
        mark = '✔'
        return result
      } finally {
        active.delete(name)
        const told = screen.isTTY && details.length > 0 ? `  (${details.join('; ')})` : ''
        line(`${mark} ${name.padEnd(18)} ${seconds(since).padStart(6)}${told}`)
        rest()
      }
    },
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
