import type { Failure } from '../output.ts'

/** What one check found. */
export interface Finding {
  check: string
  /** `unknown`: this environment doesn't say enough to look. */
  state: 'ok' | 'warning' | 'fault' | 'unknown'
  message: string
  /** What to do about it. */
  cure?: string
}

/** A finding of one check. */
export function finding(check: string, state: Finding['state'], message: string, cure?: string): Finding {
  return { check, state, message, ...(cure !== undefined && { cure }) }
}

/** A fault, in the words of a failure. */
export function fault(check: string, { message }: Failure, cure: string): Finding {
  return finding(check, 'fault', message, cure)
}
