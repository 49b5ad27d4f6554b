import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

const form = /^intake_(live|test)_([a-z0-9]{16})_([A-Za-z0-9_-]{43})$/
const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

export interface NewKey {
  /** What the client sends; shown once. */
  key: string
  prefix: string
  secretSha256: Buffer
}

/** Makes `intake_live_<prefix>_<secret>`: 16 characters that name the key and 256 random bits that prove it. */
export function generateKey(isTest: boolean): NewKey {
  const prefix = Array.from(randomBytes(16), (byte) => alphabet[byte % alphabet.length]).join('')
  const secret = randomBytes(32).toString('base64url')
  return {
    key: `intake_${isTest ? 'test' : 'live'}_${prefix}_${secret}`,
    prefix,
    secretSha256: hashSecret(secret),
  }
}

/** The two halves of a key, or null when it doesn't have a key's form. */
export function splitKey(key: string): { prefix: string; secret: string; isTest: boolean } | null {
  const match = form.exec(key)
  return match?.[2] && match[3] ? { prefix: match[2], secret: match[3], isTest: match[1] === 'test' } : null
}

/** Compares in constant time. A plain SHA-256 suffices: the secret has 256 random bits, so there is nothing to guess. */
export function secretMatches(secret: string, sha256: Buffer): boolean {
  return timingSafeEqual(hashSecret(secret), sha256)
}

function hashSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}
