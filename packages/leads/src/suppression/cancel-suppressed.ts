import type { LeadRow } from '@intake/database/tables'
import type { LeadStore } from '../lead/lead-store.ts'
import { cancelOutbound } from '../timeline/cancel-outbound.ts'
import { suppressedChannels } from './read-suppressed.ts'

/** Cancels what is still to be sent to a locked lead by channels that it must not be contacted by, in the caller's transaction. */
export async function cancelSuppressed(store: LeadStore, lead: LeadRow, at: Date): Promise<void> {
  const channels = await suppressedChannels(store, lead)
  if (channels.length > 0) await cancelOutbound(store.db, lead, channels, at)
}
