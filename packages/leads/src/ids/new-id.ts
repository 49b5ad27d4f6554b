import { v7 as uuidV7 } from 'uuid'
import { drawRandom } from './draw-random.ts'

let lastMs = 0
let sequence = 0

/** A new UUID version 7 (RFC 9562, 5.7); in one process each is greater than those before (its 6.2, method 1). */
export function newId(): string {
  const random = drawRandom(16)
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    // Half of the range stays free to count on in.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(6) & 0x7fffffff
  } else {
    sequence = (sequence + 1) >>> 0
    if (sequence === 0) lastMs += 1
  }
  return uuidV7({ random, msecs: lastMs, seq: sequence })
}
