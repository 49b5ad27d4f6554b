import { randomFillSync } from 'node:crypto'

const pool = new Uint8Array(4096)
let used = pool.length

/** So many random bytes, each given out once; to be used at once, for the memory is shared. Drawn for many: a draw of its own costs some 20 µs. */
export function drawRandom(bytes: number): Uint8Array {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.subarray(used - bytes, used)
}
