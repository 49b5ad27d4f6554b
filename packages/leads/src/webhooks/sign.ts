import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** A new signing secret: 256 random bits, as Standard Webhooks spells them. */
export function generateSecret(): string {
  return prefix + randomBytes(32).toString('base64')
}

/** What binds a sealed secret to its endpoint. */
export function secretPlace(endpointId: string): string {
  return `webhook-endpoint:${endpointId}`
}

export interface SignedContent {
  id: string
  /** Of the try, Unix seconds. */
  timestamp: number
  body: string
}

/** The value of `webhook-signature` per Standard Webhooks 1.0.0: one signature for each secret, the newest first. */
export function signatures({ id, timestamp, body }: SignedContent, secrets: readonly string[]): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(prefix.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
    })
    .join(' ')
}
