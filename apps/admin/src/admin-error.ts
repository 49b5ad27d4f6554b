import type { Failure } from './output.ts'

/** A failure that a command has put into words itself. */
export class AdminError extends Error {
  override name = 'AdminError'
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}
