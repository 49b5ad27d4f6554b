import { AppError } from '@intake/contracts/app-error'
import type { SourceRow } from '@intake/database/tables'
import { type ReceivedSubmissions, receiveSubmissions } from '@intake/leads/sources/receive-submissions'
import { kindOf } from '@intake/leads/sources/source-kinds'
import { type BadKeys, createBadKeys } from '@intake/leads/workspace/bad-keys'
import type { Context } from 'hono'
import { answerJson, collectHeaders } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { ofPages } from '../middleware/admitted.ts'
import type { Bounds } from '../middleware/bounds.ts'
import { submissionCtx } from '../request/call.ts'
import { clientAddressOf } from '../request/client-address.ts'
import { headerOf, headersOf } from '../request/header-of.ts'
import { readUnpacked } from '../request/read-body.ts'

/** `GET`, `POST` and, from browsers, `OPTIONS /in/{token}`: what senders call. The token is the permission; some kinds sign besides. */
export function receiveSubmissionRoute(deps: GatewayDeps, bounds: Bounds) {
  const addressOf = clientAddressOf(deps)
  const badTokens = createBadKeys()
  const { maxBatchBodyBytes: maxBodyBytes, bodyTimeoutMs, minBytesPerSecond } = deps
  const bodyBounds = { maxBodyBytes, bodyTimeoutMs, minBytesPerSecond }
  return async (c: Context<GatewayEnv>) => {
    const address = addressOf(c)
    const source = await findSource(deps.configuration, badTokens, c.req.param('token') ?? '', address)
    const isPreflight = allowOrigin(c, source)
    if (isPreflight) return c.body(null, 204, preflight)
    if (kindOf(source).isForBrowsers) await limitVisitor(deps, source, address)
    const held = bounds.enter(c, source.workspace_id)
    c.set('held', held)
    try {
      const { answer } = await receiveSubmissions(submissionCtx(c, deps), source, {
        method: c.req.method === 'GET' ? 'GET' : 'POST',
        query: new URLSearchParams(c.req.url.split('?')[1]),
        headers: headersOf(c),
        body: c.req.method === 'GET' ? Buffer.alloc(0) : await readUnpacked(c, bodyBounds),
        address: address ?? null,
        at: new Date(),
      })
      if (answer.status < 400) deps.keyUsage.noteSource(source.workspace_id, source.id)
      return respond(c, answer)
    } finally {
      held.leave()
    }
  }
}

/** Everybody can read the address of a page's form, so that each visitor has a limit of their own. Throws `rate_limited`. */
async function limitVisitor(
  { rateLimiter }: Pick<GatewayDeps, 'rateLimiter'>,
  { id }: SourceRow,
  address: string | undefined,
): Promise<void> {
  const { allowed, retryAfter } = await rateLimiter.take(`${id} ${address ?? ''}`, ofPages)
  if (!allowed) throw new AppError('rate_limited', 'Too much came from this address.', { retryAfter })
}

/** What a token looks like. */
const form = /^[\w-]{32}$/

/** Throws `not_found`, and `rate_limited` for a token that would have to be looked up, from an address of many unknown ones. */
async function findSource(
  configuration: GatewayDeps['configuration'],
  badTokens: BadKeys,
  token: string,
  address: string | undefined,
): Promise<SourceRow> {
  if (!form.test(token)) throw unknownAddress()
  const retryAfter = configuration.knowsSource(token) === undefined ? badTokens.wait(address) : 0
  if (retryAfter > 0)
    throw new AppError('rate_limited', 'Too many unknown addresses were called from here.', { retryAfter })
  const source = await configuration.source(token)
  if (source) return source
  badTokens.note(address)
  throw unknownAddress()
}

function unknownAddress(): AppError {
  return new AppError('not_found', 'There is nothing at this address.')
}

const preflight = {
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Max-Age': '7200',
}

/** Lets pages of the source's own origins read its answers. Answers whether the request is what a browser asks before. */
function allowOrigin(c: Context<GatewayEnv>, source: Parameters<typeof receiveSubmissions>[1]): boolean {
  if (!kindOf(source).isForBrowsers) return false
  const origin = headerOf(c, 'origin')?.toLowerCase()
  const { allowedOrigins = [] } = source.settings
  const isAllowed = origin !== undefined && (allowedOrigins.length === 0 || allowedOrigins.includes(origin))
  collectHeaders(c, {
    vary: 'Origin',
    ...(isAllowed && { 'access-control-allow-origin': headerOf(c, 'origin') ?? '' }),
  })
  return c.req.method === 'OPTIONS'
}

function respond(
  c: Context<GatewayEnv>,
  { status, body, contentType, location }: ReceivedSubmissions['answer'],
): Response {
  if (location !== undefined) return c.redirect(location, 303)
  return answerJson(c, body, contentType === undefined ? undefined : { 'content-type': contentType }, status)
}
