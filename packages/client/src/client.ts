import { type Operations, operations } from './api.ts'
import { itemsOf, nextCursor } from './pages.ts'
import { randomUuid } from './random-uuid.ts'
import { type Sending, send } from './send.ts'

export type * from './api.ts'
export { IntakeConnectionError, IntakeProblem } from './errors.ts'

export interface ClientOptions extends Partial<Sending> {
  /** Where the gateway is, such as `https://intake.example.com`. */
  baseUrl: string
  apiKey: string
}

export interface CallOptions {
  /** Names the call; a random UUID unless given. Keep one of your own to repeat the call after a restart of yours. */
  idempotencyKey?: string
  /** Ends the call with all its tries, such as `AbortSignal.timeout(60_000)`. */
  signal?: AbortSignal
  /** Further headers, such as `X-Request-Id` and `Intake-Duplicate-Policy`. */
  headers?: Record<string, string>
  /** Hears of the answer's headers. */
  onAnswer?: (answer: { status: number; headers: Headers }) => void
}

type Name = keyof Operations
type Minimal = CallOptions & { prefer: 'minimal' }
type Rest<Args, Options> =
  Record<string, never> extends Args ? [args?: Args, options?: Options] : [args: Args, options?: Options]
type Full = CallOptions & { prefer?: undefined }

interface Call<Key extends Name> {
  (...rest: Rest<Operations[Key]['args'], Full>): Promise<Operations[Key]['answer']>
  /** With `prefer: 'minimal'`: ids only. */
  (args: Operations[Key]['args'], options: Minimal): Promise<Operations[Key]['minimal']>
}

type Paged = { [Key in Name]: Operations[Key]['item'] extends never ? never : Key }[Name]

export type IntakeClient = { readonly [Key in Name]: Call<Key> } & {
  /** Every item of a list, page after page. */
  readonly each: {
    readonly [Key in Paged]: (
      ...rest: Rest<Operations[Key]['args'], CallOptions>
    ) => AsyncGenerator<Operations[Key]['item'], void, undefined>
  }
}

type Args = Record<string, unknown>
type AnyOptions = CallOptions & { prefer?: 'minimal' | undefined }

const defaults = {
  timeoutMs: 10_000,
  fileTimeoutMs: 600_000,
  maxAttempts: 6,
  backoffMs: 200,
  maxBackoffMs: 10_000,
  maxRetryAfterMs: 60_000,
}

/** A client with a method for each operation. Nothing is sent before a method is called. */
export function createIntakeClient({ baseUrl, apiKey, ...options }: ClientOptions): IntakeClient {
  const sending: Sending = { ...defaults, ...options, fetch: options.fetch ?? ((...args) => fetch(...args)) }
  const root = baseUrl.replace(/\/+$/, '')

  async function call(name: Name, args: Args = {}, options: AnyOptions = {}) {
    const { method, path, type, keyed, repeatable, lines } = operations[name]
    const idempotencyKey = keyed ? (options.idempotencyKey ?? randomUuid()) : undefined
    const { body } = args
    const headers = {
      accept: lines ? 'application/x-ndjson' : 'application/json',
      ...options.headers,
      'x-api-key': apiKey,
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(options.prefer ? { prefer: `return=${options.prefer}` } : {}),
      ...contentType(type, body),
    }
    const init: RequestInit = { method, headers }
    if (type !== null)
      init.body = type === 'application/json' ? JSON.stringify(body) : (body as RequestInit['body'])
    const url = root + addressOf(path, args)
    const answer = await send(sending, {
      url,
      init,
      // What a stream has given is gone.
      repeatable: repeatable && !(body instanceof ReadableStream),
      idempotencyKey,
      hasFiles: lines || (type !== null && type !== 'application/json'),
      signal: options.signal,
    })
    options.onAnswer?.(answer)
    return { headers: answer.headers, body: answer.body }
  }

  async function* each(name: Name, args: Args = {}, options: AnyOptions = {}) {
    for (let cursor = args.cursor; ; ) {
      const page = await call(name, { ...args, cursor }, options)
      yield* itemsOf(page.body)
      cursor = nextCursor(page.headers.get('link'))
      if (cursor === undefined) return
    }
  }

  const names = Object.keys(operations) as Name[]
  const methods = names.map((name) => [
    name,
    async (args?: Args, options?: AnyOptions) => (await call(name, args, options)).body,
  ])
  const paged = names.filter((name) => operations[name].paged)
  const lists = paged.map((name) => [name, (args?: Args, options?: AnyOptions) => each(name, args, options)])
  return { ...Object.fromEntries(methods), each: Object.fromEntries(lists) } as IntakeClient
}

/** A form says its own boundary, and a Blob may say what it is. */
function contentType(type: string | null, body: unknown): Record<string, string> {
  if (type === null || body instanceof FormData) return {}
  return { 'content-type': (body instanceof Blob && body.type) || type }
}

/** The path with its variable parts filled in, and the rest of what was given as its query. */
function addressOf(path: string, { body: _, ...args }: Args): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args))
    if (value === undefined || path.includes(`{${name}}`)) continue
    else if (typeof value !== 'object' || value === null) query.set(name, String(value))
    else for (const [member, one] of Object.entries(value)) query.set(`${name}.${member}`, String(one))
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(args[name])))
  const asked = query.toString()
  return asked ? `${filled}?${asked}` : filled
}
