import { setTimeout as pause } from 'node:timers/promises'

/**
 * Waits until `probe` answers something other than undefined, null or false, and answers that. Throws, with what was seen
 * last, after `timeoutMs`. An error of `probe` ends the wait at once.
 */
export async function waitFor<Seen>(
  what: string,
  probe: () => Promise<Seen> | Seen,
  timeoutMs = 20_000,
): Promise<Exclude<Seen, undefined | null | false>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const seen = await probe()
    if (seen !== undefined && seen !== null && seen !== false)
      return seen as Exclude<Seen, undefined | null | false>
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
    await pause(20)
  }
}
