import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { durationSetting } from '@intake/runtime/settings'

/** The gateway's part in webhooks; the worker sends them. */
export const webhookSettings = inSection('webhooks', {
  WEBHOOK_SECRET_OVERLAP: describeSetting(durationSetting(24 * 3600_000, { min: 0 }), {
    does: 'How long an old secret signs beside a new one.',
  }),
  WEBHOOK_KEEP: describeSetting(durationSetting(30 * 24 * 3600_000, { min: 1000 }), {
    does: 'How long settled deliveries are kept.',
  }),
  WEBHOOK_POLL: describeSetting(durationSetting(1000, { min: 50 }), {
    does: 'How often a gateway looks for deliveries that are due.',
  }),
})
