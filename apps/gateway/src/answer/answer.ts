import type { Context } from 'hono'
import type { GatewayEnv } from '../http.ts'
import { encodeText } from './encode-text.ts'

/**
 * Header fields that an answer gets whatever it is. They are collected as plain members on the way in, for Hono's `c.header` makes a
 * `Headers` of them that then is copied, sorted and looked through: together a quarter of a create's cost.
 */
export type CollectedHeaders = Record<string, string>

/** Adds to the fields that the answer will have. */
export function collectHeaders(c: Context<GatewayEnv>, headers: Readonly<CollectedHeaders>): void {
  Object.assign(c.get('headers'), headers)
}

/** Gives the answer the collected fields, but for those that a handler has set itself. */
export function addHeaders(c: Context<GatewayEnv>): void {
  if (c.get('isHeaded')) return
  const { headers } = c.res
  for (const [name, value] of Object.entries(c.get('headers')))
    if (!headers.has(name)) headers.set(name, value)
}

/** From here on a text is sent as bytes, UTF-16 units. */
const longText = 1000

/** The short way to an answer in JSON, or of another `content-type`. `headers` in lower case. */
export function answerJson(
  c: Context<GatewayEnv>,
  body: string | ReadableStream,
  headers?: Readonly<CollectedHeaders>,
  status = 200,
): Response {
  c.set('isHeaded', true)
  const all = c.get('headers')
  all['content-type'] = 'application/json'
  const sent = typeof body === 'string' && body.length >= longText ? encodeText(body) : body
  if (typeof sent === 'string') c.set('bytes', Buffer.byteLength(sent))
  else if (sent instanceof Uint8Array) c.set('bytes', sent.byteLength)
  return new Response(sent, { status, headers: Object.assign(all, headers) })
}

/** The usual way to a 200 with JSON: of an answer that is no text yet. */
export function answerObject(c: Context<GatewayEnv>, answer: object): Response {
  const text = JSON.stringify(answer)
  c.set('bytes', Buffer.byteLength(text))
  return c.body(text, 200, { 'Content-Type': 'application/json' })
}
