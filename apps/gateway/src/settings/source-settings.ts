import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { durationSetting, integerSetting } from '@intake/runtime/settings'

/** What comes in at sources, and calls that were refused. */
export const sourceSettings = inSection('sources', {
  SUBMISSION_KEEP: describeSetting(durationSetting(30 * 24 * 3600_000, { min: 1000 }), {
    does: 'How long submissions are kept, with their bodies.',
  }),
  REFUSALS_KEPT: describeSetting(integerSetting(60, { min: 0 }), {
    does: 'Refused creates that are kept as submissions, of each workspace in a minute and by each gateway. With `0` none is.',
    unit: 'calls',
  }),
  SUBMISSION_POLL: describeSetting(durationSetting(5000, { min: 50 }), {
    does: 'How often a gateway looks for submissions that are to be fetched.',
  }),
  SOURCE_RECONCILE_EVERY: describeSetting(durationSetting(15 * 60_000, { min: 1000 }), {
    does: 'How often leads that never came are looked for in a source whose provider can be asked.',
  }),
})
