import type { WarningKind } from '@intake/contracts/warnings'
import type { TouchedValue } from '../checklist/apply-items.ts'
import { emailOddity } from './odd-email.ts'
import type { WarningLog } from './warning-log.ts'

/** What a call wrote of a lead, as far as something of it can be odd. */
export interface WrittenParts {
  phone_raw: string | null
  phone_e164: string | null
  email_key: string | null
}

/** Notes what is odd about a lead that was taken all the same. */
export function noteLeadWarnings(
  ctx: { warnings?: WarningLog | undefined; caller: { workspaceId: string }; requestId: string },
  { phone_raw, phone_e164, email_key }: WrittenParts,
  values: readonly Pick<TouchedValue, 'item'>[],
): void {
  const { warnings, caller, requestId } = ctx
  if (!warnings) return
  const note = (kind: WarningKind, subject: string) =>
    warnings.note({ workspaceId: caller.workspaceId, kind, subject, requestId })
  if (phone_raw !== null && phone_e164 === null) note('unparsed_phone', 'phoneNumber')
  const oddity = email_key === null ? null : emailOddity(email_key)
  if (oddity) note('odd_email', oddity)
  for (const { item } of values) if (isDeprecated(item.config)) note('deprecated_code', item.code)
}

/** `config.deprecated: true` of a template's item says that its code is about to go. */
function isDeprecated(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'deprecated' in config && config.deprecated === true
}
