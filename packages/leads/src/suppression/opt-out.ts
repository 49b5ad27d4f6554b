import type { OptOutChannel, Suppressed } from '@intake/contracts/opt-out-channels'
import type { LeadRow } from '@intake/database/tables'

/** A lead with what its suppressions say. */
export interface Optable {
  lead: Pick<LeadRow, 'opt_out_at'>
  suppressed: Suppressed | null
}

/** Why a lead must not be contacted and by what: what it said itself, or what holds for its number and address. Null while it may be. */
export function optOutOf({ lead: { opt_out_at: at }, suppressed }: Optable): Suppressed | null {
  if (!at) return suppressed
  const since = at.toISOString()
  return suppressed && suppressed.since < since
    ? { ...suppressed, channels: ['any'] }
    : { channels: ['any'], reason: suppressed?.reason ?? ownReason, since }
}

/** The reason of what a lead said itself. */
export const ownReason = 'opt_out'

/** A row as it is shown: with the opt-out that holds for it. */
export function shownRow<Row extends Pick<LeadRow, 'opt_out_at'>>(
  row: Row,
  suppressed: Suppressed | null,
): Row {
  return row.opt_out_at || !suppressed ? row : { ...row, opt_out_at: new Date(suppressed.since) }
}

/** What messages call their channels. */
const channelsByName: Readonly<Record<string, OptOutChannel>> = {
  ...Object.fromEntries(['sms', 'mms', 'rcs', 'text', 'whatsapp'].map((name) => [name, 'sms'])),
  ...Object.fromEntries(['email', 'e-mail', 'mail'].map((name) => [name, 'email'])),
  ...Object.fromEntries(['call', 'phone', 'voice', 'voicemail', 'rvm'].map((name) => [name, 'call'])),
}

/** Whether a message's channel is one that somebody opted out of. One that isn't known falls under `any` alone. */
export function isSuppressedChannel(channel: string, channels: readonly OptOutChannel[]): boolean {
  const known = channelsByName[channel.trim().toLowerCase()]
  return channels.includes('any') || (known !== undefined && channels.includes(known))
}

/** The names of messages' channels that are suppressed, in lower case; null for all there are. */
export function suppressedNames(channels: readonly OptOutChannel[]): string[] | null {
  if (channels.includes('any')) return null
  return Object.keys(channelsByName).filter((name) => isSuppressedChannel(name, channels))
}
