import type { Logger } from './logger.ts'

// One Ctrl-C reaches a process twice: from the terminal and forwarded by npm or the local runner.
const sameKeypressMs = 500

/** Ends the process by way of `run` on SIGTERM, SIGINT, a lost IPC parent or an uncaught error. Returns the undoing. */
export function listenForEnd(options: {
  logger: Logger
  run: (reason: string) => Promise<boolean>
  exit: (code: number) => void
}): () => void {
  const { logger, run, exit } = options
  let firstSignalAt: number | undefined
  let failed = false

  async function end(reason: string): Promise<void> {
    const clean = await run(reason)
    exit(clean && !failed ? 0 : 1)
  }

  function onSignal(signal: string): void {
    if (firstSignalAt === undefined) {
      firstSignalAt = performance.now()
      void end(signal)
    } else if (performance.now() - firstSignalAt > sameKeypressMs) {
      logger.warn({ signal }, 'second signal: leaving at once')
      exit(1)
    }
  }

  function onFault(err: unknown, origin: string): void {
    logger.fatal({ err, origin }, 'uncaught error')
    if (failed) return
    failed = true
    void end(origin)
  }

  const onRejection = (err: unknown) => onFault(err, 'unhandledRejection')
  const onDisconnect = () => void end('parent gone')
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  process.on('uncaughtException', onFault)
  process.on('unhandledRejection', onRejection)
  if (process.connected) process.on('disconnect', onDisconnect)
  // It had a parent, which went while this process was still loading.
  else if (process.send) onDisconnect()
  return () => {
    process.off('SIGTERM', onSignal)
    process.off('SIGINT', onSignal)
    process.off('uncaughtException', onFault)
    process.off('unhandledRejection', onRejection)
    process.off('disconnect', onDisconnect)
  }
}
