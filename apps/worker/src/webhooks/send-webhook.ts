import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { type TargetPolicy, targetFault } from '@intake/leads/webhooks/check-target'
import type { SendOutcome } from '@intake/leads/webhooks/delivery-rules'

export interface SendOptions {
  policy: TargetPolicy
  lookup: LookupFunction
  /** From the look-up of the name to the status of the answer, ms. */
  timeoutMs: number
}

export interface WebhookRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/** More of an answer isn't read, bytes. */
const maxRead = 4096
const maxExcerpt = 500

/** Posts a webhook and says what came of it; never throws. A 2xx is a yes. Redirects aren't followed. */
export function sendWebhook(request: WebhookRequest, options: SendOptions): Promise<SendOutcome> {
  const fault = targetFault(request.url, options.policy)
  if (fault) return Promise.resolve(unanswered(fault.code))
  const url = new URL(request.url)
  const { request: open } = url.protocol === 'https:' ? https : http
  const signal = AbortSignal.timeout(options.timeoutMs)
  return new Promise((resolve) => {
    const call = open(url, {
      method: 'POST',
      agent: false,
      lookup: options.lookup,
      signal,
      headers: { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
    })
    call.on('error', (error) =>
      resolve(unanswered(signal.aborted ? `timeout after ${options.timeoutMs} ms` : nameOf(error))),
    )
    call.on('response', async (response) => {
      const status = response.statusCode ?? 0
      // The answer is known: what follows of it can't undo that, nor hold anybody up.
      const taken = status >= 200 && status < 300
      if (taken) resolve({ status, error: null, excerpt: null, retryAfter: null })
      const excerpt = await readExcerpt(response)
      call.destroy()
      resolve({ status, error: `status ${status}`, excerpt, retryAfter: retryAfterOf(response) })
    })
    call.end(request.body)
  })
}

/** The outcome of a try that got no answer. */
export function unanswered(error: string): SendOutcome {
  return { status: null, error, excerpt: null, retryAfter: null }
}

/** Never an error's message: it may quote the address, whose path may be a secret of its own. */
function nameOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

async function readExcerpt(response: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= maxRead) break
    }
  } catch {
    // A body that breaks off is as good as its beginning.
  }
  const text = Buffer.concat(chunks).subarray(0, maxRead).toString('utf8').replaceAll('\0', '')
  return text.slice(0, maxExcerpt) || null
}

/** Seconds from now; null without the header, or when it makes no sense. */
function retryAfterOf({ headers }: IncomingMessage): number | null {
  const value = headers['retry-after']
  if (value === undefined) return null
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return seconds > 0 ? seconds : null
}
