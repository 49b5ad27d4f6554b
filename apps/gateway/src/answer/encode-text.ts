/** Room for a few answers; one that is left unread keeps all of this in memory. */
const slabBytes = 64 * 1024
const maxBytesPerUnit = 3

let slab = Buffer.allocUnsafeSlow(slabBytes)
let used = 0

/**
 * The UTF-8 of a text, in memory that texts encoded one after the other share; a lone surrogate becomes U+FFFD. A long text is better sent
 * as bytes: of a string the server first asks the length, then joins it to the head of the answer, and V8 copies it for either.
 */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  const most = text.length * maxBytesPerUnit
  if (most > slabBytes) return Buffer.from(text)
  if (used + most > slabBytes) {
    slab = Buffer.allocUnsafeSlow(slabBytes)
    used = 0
  }
  const start = used
  used += slab.write(text, start)
  return slab.subarray(start, used)
}
