import type { Lead } from '@intake/contracts/lead'

/** A lead's name in one line. */
export function fullName({ firstName, middleName, lastName }: Lead): string {
  return [firstName, middleName, lastName].filter(Boolean).join(' ')
}
