import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { parseJson } from '@intake/contracts/parse-json'
import { type ProviderClient, ProviderError } from '@intake/leads/sources/source-kind'
import { type TargetPolicy, targetFault } from '@intake/leads/webhooks/check-target'

export interface ProviderClientOptions {
  policy: TargetPolicy
  lookup: LookupFunction
  /** From the look-up of the name to the end of the answer, ms. */
  timeoutMs: number
}

const maxBytes = 10_000_000
/** The token or the rights are wrong, or what is asked for isn't there for us. */
const refusals: ReadonlySet<number> = new Set([400, 401, 403])
/** What Meta says of a token that has expired or was revoked, in the body. */
const tokenCodes: ReadonlySet<unknown> = new Set([102, 190, 200, 10, 3])

/** Asks providers for leads over the internet. Redirects aren't followed: a token goes nowhere else. Ids beyond 2^53 come as texts. */
export function createProviderClient(options: ProviderClientOptions): ProviderClient {
  return {
    async getJson(address, headers) {
      const fault = targetFault(address, options.policy)
      if (fault) throw new ProviderError(`the provider's address ${fault.message}`, { isRefusal: true })
      const { status, body } = await get(new URL(address), headers, options)
      if (status >= 200 && status < 300) return parsed(body)
      throw refusal(status, body)
    },
  }
}

interface Answer {
  status: number
  body: Buffer
}

function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  options: ProviderClientOptions,
): Promise<Answer> {
  const { request: open } = url.protocol === 'https:' ? https : http
  const signal = AbortSignal.timeout(options.timeoutMs)
  const unanswered = (cause: unknown) =>
    new ProviderError(
      signal.aborted ? 'the provider did not answer in time' : 'the provider could not be reached',
      {
        isRefusal: false,
        cause,
      },
    )
  return new Promise((resolve, reject) => {
    const call = open(url, {
      agent: false,
      lookup: options.lookup,
      signal,
      headers: { accept: 'application/json', ...headers },
    })
    call.on('error', (error) => reject(unanswered(error)))
    call.on('response', (response) => {
      readAll(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, body }),
        (error: unknown) => reject(error instanceof ProviderError ? error : unanswered(error)),
      )
    })
    call.end()
  })
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > maxBytes) {
      response.destroy()
      throw new ProviderError(`the provider answered more than ${maxBytes} bytes`, { isRefusal: false })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parsed(body: Buffer): unknown {
  try {
    return parseJson(body)
  } catch (cause) {
    throw new ProviderError('the provider answered no JSON', { isRefusal: false, cause })
  }
}

/** Says what the provider's status means; its text may quote what we asked, so only its code is told. */
function refusal(status: number, body: Buffer): ProviderError {
  const code = codeOf(body)
  const isToken = code !== undefined && tokenCodes.has(code)
  const told = `the provider refused with status ${status}${code === undefined ? '' : `, code ${code}`}`
  return new ProviderError(told, { isRefusal: refusals.has(status) && (status !== 400 || isToken) })
}

function codeOf(body: Buffer): number | undefined {
  try {
    const { error } = JSON.parse(body.toString()) as { error?: { code?: unknown } }
    return typeof error?.code === 'number' ? error.code : undefined
  } catch {
    return undefined
  }
}
