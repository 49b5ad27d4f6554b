import { createHmac, randomBytes } from 'node:crypto'

/** What a person answered, as a test says it; each sender writes it its own way. */
export interface FakeLead {
  /** Digits beyond 2^53. */
  id: string
  fullName?: string
  email?: string
  phone?: string
  /** Other questions and their answers. */
  answers?: Readonly<Record<string, string | readonly string[]>>
  isTest?: boolean
}

/** An id that JavaScript's numbers can't hold. */
export function newLeadId(): string {
  return `9${BigInt(`0x${randomBytes(7).toString('hex')}`)
    .toString()
    .padStart(17, '1')}`
}

export interface SentRequest {
  method: 'GET' | 'POST'
  /** Behind the source's path. */
  query?: string
  headers: Record<string, string>
  body?: Buffer
}

/** A vendor's side: makes the requests that the vendor makes. */
export interface FakeSender {
  /** What both sides know, as a source is created with it. */
  secrets: Readonly<Record<string, string>>
  settings?: Readonly<Record<string, unknown>>
  /** The body that tells of a lead. */
  bodyOf(lead: FakeLead): Buffer
  /** A request with any body. `isForged`: by somebody who doesn't know the secret. */
  send(body: Buffer, options?: { isForged?: boolean }): SentRequest
  /** Asks whether the address is ours; answers what must come back. */
  handshake?(options?: { isForged?: boolean }): { request: SentRequest; expected: string }
}

export interface JsonStyle {
  /** Letters outside ASCII as `\u00f1`, and slashes escaped, as PHP writes them. */
  isEscaped?: boolean
}

/** JSON as vendors write it: a `bigint` is a number, whatever a program of ours makes of it. */
export function vendorJson(value: unknown, { isEscaped = false }: JsonStyle = {}): Buffer {
  const text = JSON.stringify(value, (_name, one) => (typeof one === 'bigint' ? `int64:${one}` : one))
  const numbers = text.replace(/"int64:(\d+)"/g, '$1')
  const written = isEscaped
    ? numbers
        .replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .replaceAll('/', '\\/')
    : numbers
  return Buffer.from(written)
}

/** HMAC-SHA256 of the parts, one after the other. */
export function hmac(secret: string, ...parts: (Buffer | string)[]): Buffer {
  const made = createHmac('sha256', Buffer.from(secret, 'utf8'))
  for (const part of parts) made.update(part)
  return made.digest()
}

export const jsonHeaders = { 'content-type': 'application/json' }

/** Members that are there. */
export function given<Value>(members: Readonly<Record<string, Value | undefined>>): [string, Value][] {
  return Object.entries(members).flatMap(([name, value]): [string, Value][] =>
    value === undefined ? [] : [[name, value]],
  )
}
