import type { Problem } from './api.ts'

/** How a call came to its end. */
export interface Ending {
  /** Tries in all. */
  attempts: number
  /** The key that every try was sent with: a later call with it takes up where this one ended. */
  idempotencyKey: string | undefined
}

/** The API refused a call. */
export class IntakeProblem extends Error {
  override readonly name = 'IntakeProblem'
  readonly status: number
  /** URI of the kind of problem; `about:blank` when something between refused the call. */
  readonly type: string
  readonly code: Problem['code'] | undefined
  readonly title: string
  /** What is wrong, with pointers into the body. */
  readonly errors: Problem['errors']
  readonly requestId: string | undefined
  /** Whether the same call may succeed later. */
  readonly retryable: boolean
  /** Milliseconds that the API asks to wait. */
  readonly retryAfterMs: number | undefined
  readonly attempts: number
  readonly idempotencyKey: string | undefined
  /** The whole problem document, with the members of its kind such as `existingLeadId`. */
  readonly document: Problem | undefined

  constructor(
    status: number,
    document: Problem | undefined,
    retryAfterMs: number | undefined,
    ending: Ending,
  ) {
    super(
      document ? `${status} ${document.code}: ${document.detail}` : `${status} without a problem document`,
    )
    this.status = status
    this.type = document?.type ?? 'about:blank'
    this.code = document?.code
    this.title = document?.title ?? ''
    this.errors = document?.errors ?? []
    this.requestId = document?.requestId
    this.retryable = document?.retryable ?? status >= 500
    this.retryAfterMs = retryAfterMs
    this.attempts = ending.attempts
    this.idempotencyKey = ending.idempotencyKey
    this.document = document
  }
}

/** No answer came: the connection failed, or took too long. Whether a write took place is not known. */
export class IntakeConnectionError extends Error {
  override readonly name = 'IntakeConnectionError'
  readonly attempts: number
  readonly idempotencyKey: string | undefined

  constructor(cause: unknown, { attempts, idempotencyKey }: Ending) {
    super(`no answer in ${attempts} ${attempts === 1 ? 'try' : 'tries'}`, { cause })
    this.attempts = attempts
    this.idempotencyKey = idempotencyKey
  }
}
