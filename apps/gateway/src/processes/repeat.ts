import type { Logger } from '@intake/runtime/logger'

/**
 * Does pieces of work in turn, again and again with `everyMs` between, never two at once. One that fails keeps no other from being done; it is
 * tried again with the next turn. `close` waits for what is under way.
 */
export function repeat(
  work: Readonly<Record<string, () => Promise<void>>>,
  { everyMs, logger }: { everyMs: number; logger: Logger },
): { close(): Promise<void> } {
  let closed = false
  let running: Promise<void> = Promise.resolve()

  const turn = async () => {
    for (const [what, piece] of Object.entries(work))
      await piece().catch((err: unknown) => logger.debug({ err }, `${what} could not run; it will try again`))
    if (!closed) timer = setTimeout(start, everyMs).unref()
  }
  const start = () => {
    running = turn()
  }
  let timer = setTimeout(start, everyMs).unref()

  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
