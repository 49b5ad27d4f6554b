import { AppError } from '@intake/contracts/app-error'
import type { LeadRow } from '@intake/database/tables'
import type { LeadStore } from '../lead/lead-store.ts'
import { isSuppressedChannel } from './opt-out.ts'
import { suppressedChannels } from './read-suppressed.ts'

/**
 * Throws `opted_out` where a message to a lead goes by a channel that it must not be contacted by. The caller's transaction holds the locks of
 * its contacts.
 */
export async function refuseSuppressed(
  store: LeadStore,
  lead: LeadRow,
  messages: readonly { channel: string; direction: string }[],
): Promise<void> {
  const channels = await suppressedChannels(store, lead)
  if (!messages.some((one) => one.direction === 'OUTBOUND' && isSuppressedChannel(one.channel, channels)))
    return
  throw new AppError(
    'opted_out',
    `The lead has opted out (${channels.join(', ')}); nothing may be sent to it.`,
  )
}
