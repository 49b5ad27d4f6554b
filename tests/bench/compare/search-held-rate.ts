import type { PacedWindow } from './run-paced-window.ts'

type Tried = Pick<PacedWindow, 'accepted' | 'enriched' | 'isHeld'>

const mostTries = 6
const stepUp = 1.05
const stepDown = 0.97

/** Between what was accepted and what was enriched, and below the rate that was tried. */
export function rateBelow({ accepted, enriched }: Tried, rate = Number.POSITIVE_INFINITY): number {
  return Math.min((accepted + enriched) / 2, rate * stepDown)
}

/**
 * Goes up from a rate by 5 % until a window isn't held, or down until one is. Answers the last window that was held, null if none
 * of six was, and the rate to begin with the next time.
 */
export async function searchHeldRate<Window extends Tried>(
  first: number,
  run: (rate: number) => Promise<Window>,
): Promise<{ best: Window | null; next: number }> {
  let rate = first
  let best: Window | null = null
  let held = first
  for (let tries = 1; tries <= mostTries; tries++) {
    const window = await run(rate)
    if (window.isHeld) {
      best = window
      held = rate
      rate *= stepUp
    } else if (best) break
    else rate = rateBelow(window, rate)
  }
  return { best, next: best ? held : rate }
}
