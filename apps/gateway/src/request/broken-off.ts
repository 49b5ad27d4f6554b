import { AppError, invalidRequest } from '@intake/contracts/app-error'

/**
 * What reading a client's body failed with, as the client's doing: it has hung up. Without this the socket's error, such as
 * ECONNRESET, looks like one of the database.
 */
export function brokenOff(error: unknown): AppError {
  if (error instanceof AppError) return error
  const message = 'the body broke off before its end'
  return invalidRequest([{ pointer: '', code: 'incomplete_body', message }], error)
}
