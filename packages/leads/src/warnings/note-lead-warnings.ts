import type { WarningKind } from '@intake/contracts/warnings'
import { readPhone } from '@intake/phone/read-phone'
import type { TouchedValue } from '../checklist/apply-items.ts'
import { emailOddity } from './odd-email.ts'
import type { WarningLog } from './warning-log.ts'

/** What a call wrote of a lead, as far as something of it can be odd. */
export interface WrittenParts {
  phone_raw: string | null
  phone_e164: string | null
  phone_key: string | null
  email: string | null
}

interface WarningContext {
  warnings?: WarningLog | undefined
  caller: { workspaceId: string }
  requestId: string
}

/** Notes what is odd about a lead that was taken all the same. */
export function noteLeadWarnings(
  ctx: WarningContext,
  { phone_raw, phone_e164, phone_key, email }: WrittenParts,
  values: readonly Pick<TouchedValue, 'item'>[],
): void {
  if (!ctx.warnings) return
  if (phone_raw !== null && phone_e164 === null) note(ctx, 'unparsed_phone', 'phoneNumber')
  if (phone_e164 !== null && phone_key === null)
    note(ctx, 'odd_phone', readPhone(phone_e164, '').problem ?? 'placeholder')
  const oddity = email === null ? null : emailOddity(email)
  if (oddity) note(ctx, 'odd_email', oddity)
  for (const { item } of values) if (isDeprecated(item.config)) note(ctx, 'deprecated_code', item.code)
}

function note({ warnings, caller, requestId }: WarningContext, kind: WarningKind, subject: string): void {
  warnings?.note({ workspaceId: caller.workspaceId, kind, subject, requestId })
}

/** `config.deprecated: true` of a template's item says that its code is about to go. */
function isDeprecated(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'deprecated' in config && config.deprecated === true
}
