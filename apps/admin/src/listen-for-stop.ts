/** Ctrl-C once stops in order, twice at once. */
export function listenForStop(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const stop = () => controller.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  return { signal: controller.signal, end: () => process.off('SIGINT', stop).off('SIGTERM', stop) }
}
