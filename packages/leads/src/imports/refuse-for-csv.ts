import { invalidRequest } from '@intake/contracts/app-error'
import type { CreateImportQuery } from '@intake/contracts/imports'

/** Throws `invalid_request` for options that only a CSV has. */
export function refuseForCsv(options: CreateImportQuery): void {
  for (const option of ['mapping', 'encoding'] as const)
    if (options[option])
      throw invalidRequest([{ pointer: `/${option}`, code: 'invalid_value', message: 'is for a CSV' }])
}
