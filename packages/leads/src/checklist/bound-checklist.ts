import { invalidRequest } from '@intake/contracts/app-error'
import { jsonBytes } from '@intake/contracts/text'

/** What one lead may add to its checklist: values, and items of its own. With the template's, answers hold twice that at most. */
const maxBytes = 1_000_000

/**
 * Throws `invalid_request` when a lead's values and its own items are larger than 1 MB as JSON. `pointer` is the member of the call that would make
 * them so.
 */
export function boundChecklist(parts: readonly unknown[], pointer: string): void {
  let bytes = 0
  for (const part of parts) if (part) bytes += jsonBytes(part)
  if (bytes <= maxBytes) return
  const message = `the lead's checklist would be larger than ${maxBytes} bytes`
  throw invalidRequest([{ pointer, code: 'too_large', message }])
}
