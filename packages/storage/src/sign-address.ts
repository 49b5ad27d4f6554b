import { createHmac, timingSafeEqual } from 'node:crypto'
import { downloadType } from './download-type.ts'
import type { SignOptions } from './storage.ts'

export interface SignedAddress {
  filename: string
  contentType: string
}

/** The query of a signed address: name, type, expiry in Unix seconds, and an HMAC-SHA-256 over these and the key. */
export function signAddress(
  secret: string,
  key: string,
  { filename, contentType, expiresInSeconds }: SignOptions,
  now: number = Date.now(),
): URLSearchParams {
  const expires = String(Math.floor(now / 1000) + expiresInSeconds)
  const query = new URLSearchParams({ filename, type: contentType, expires })
  query.set('signature', signatureOf(secret, key, query))
  return query
}

/** What a signed address says; null unless its signature is right and it hasn't expired. */
export function verifyAddress(
  secret: string,
  key: string,
  query: URLSearchParams,
  now: number = Date.now(),
): SignedAddress | null {
  const given = Buffer.from(query.get('signature') ?? '')
  const right = Buffer.from(signatureOf(secret, key, query))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  if (Number(query.get('expires')) * 1000 <= now) return null
  return { filename: query.get('filename') ?? '', contentType: downloadType(query.get('type') ?? '') }
}

function signatureOf(secret: string, key: string, query: URLSearchParams): string {
  const signed = JSON.stringify([key, query.get('filename'), query.get('type'), query.get('expires')])
  return createHmac('sha256', secret).update(signed).digest('base64url')
}
