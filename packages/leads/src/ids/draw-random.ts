import { randomFillSync } from 'node:crypto'

const pool = new Uint8Array(4096)
let used = pool.length

/**
 * So many random bytes, each given out once. They are to be used at once: the next draw may write over them. They come from the system for
 * many draws together: asking it for each nonce costs more than encrypting a body.
 */
export function drawRandom(bytes: number): Uint8Array {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.subarray(used - bytes, used)
}
