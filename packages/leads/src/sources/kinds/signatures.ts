import { createHmac, timingSafeEqual } from 'node:crypto'

export interface Hmac {
  secret: string | undefined
  data: Buffer | string
  algorithm?: 'sha256' | 'sha1' | 'sha512'
  encoding?: 'hex' | 'base64'
}

/** Whether a signature is the HMAC of the data. False without a secret or a signature. Takes the same time wherever they differ. */
export function isSignedBy(
  signature: string | undefined,
  { secret, data, algorithm = 'sha256', encoding = 'hex' }: Hmac,
): boolean {
  if (!secret || !signature) return false
  const own = createHmac(algorithm, secret).update(data).digest(encoding)
  const given = encoding === 'hex' ? signature.toLowerCase() : signature
  return isSame(given, own)
}

/** Compares in constant time. */
export function isSame(given: string | undefined, own: string | undefined): boolean {
  if (!given || !own) return false
  const [a, b] = [Buffer.from(given), Buffer.from(own)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What stands behind a prefix; undefined without it. */
export function withoutPrefix(text: string | undefined, prefix: string): string | undefined {
  return text?.startsWith(prefix) ? text.slice(prefix.length) : undefined
}
