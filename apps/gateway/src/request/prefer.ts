import type { Context } from 'hono'
import { headerOf } from './header-of.ts'

/** Whether the client asked for `Prefer: return=minimal` (RFC 7240). */
export function prefersMinimal(c: Context): boolean {
  const preferences = headerOf(c, 'prefer')?.split(/[,;]/) ?? []
  return preferences.some((preference) => /^\s*return\s*=\s*"?minimal"?\s*$/i.test(preference))
}
