import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

const form = /^intake_(live|test|pub)_([a-z0-9]{16})_([A-Za-z0-9_-]{43})$/
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const randomLength = 37
const checksumLength = 6

/** What a key is for: live leads, test leads, or a page, where everybody can read it. */
export type KeyKind = 'live' | 'test' | 'pub'

export interface NewKey {
  /** What the client sends; shown once. */
  key: string
  prefix: string
  secretSha256: Buffer
}

/**
 * Makes `intake_live_<prefix>_<secret>`: 16 characters that name the key, and 43 that prove it. The secret is 222 random bits and, as its
 * last 6 characters, a checksum of all before it, by which a secret scanner tells a key from what only looks like one.
 */
export function generateKey(kind: KeyKind): NewKey {
  const prefix = Array.from(randomBytes(16), (byte) => alphabet[byte % alphabet.length]).join('')
  const random = randomBytes(28).toString('base64url').slice(0, randomLength)
  const body = `intake_${kind}_${prefix}_${random}`
  const checksum = checksumOf(body)
  return { key: body + checksum, prefix, secretSha256: hashSecret(random + checksum) }
}

/** CRC-32 of the text, in base 62 with 6 digits. */
function checksumOf(text: string): string {
  let digits = ''
  for (let rest = crc32(text); digits.length < checksumLength; rest = Math.floor(rest / 62))
    digits = base62[rest % 62] + digits
  return digits
}

/** Whether a text is a key with a right checksum, as a scanner asks. Keys that are older than the checksum have none and stay valid. */
export function hasChecksum(key: string): boolean {
  return form.test(key) && key.slice(-checksumLength) === checksumOf(key.slice(0, -checksumLength))
}

/** The two halves of a key, or null when it doesn't have a key's form. */
export function splitKey(key: string): { prefix: string; secret: string; kind: KeyKind } | null {
  const match = form.exec(key)
  return match?.[2] && match[3] ? { prefix: match[2], secret: match[3], kind: match[1] as KeyKind } : null
}

/** Compares in constant time. A plain SHA-256 suffices: the secret has 222 random bits or more, so there is nothing to guess. */
export function secretMatches(secret: string, sha256: Buffer): boolean {
  return timingSafeEqual(hashSecret(secret), sha256)
}

function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}
