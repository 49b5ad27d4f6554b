import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { durationSetting, integerSetting } from '@intake/runtime/settings'

/** Files of leads. */
export const importSettings = inSection('imports', {
  MAX_IMPORT_BYTES: describeSetting(integerSetting(5_000_000_000, { min: 1 }), {
    does: 'Largest file of leads. A larger one gets 413.',
    unit: 'bytes',
  }),
  IMPORTS_AT_ONCE: describeSetting(integerSetting(2, { min: 0, max: 100 }), {
    does: 'Imports that one gateway reads at once. With `0` it reads none.',
    unit: 'imports',
  }),
  IMPORT_ROWS_IN_FLIGHT: describeSetting(integerSetting(128, { min: 1, max: 10_000 }), {
    does: 'Rows under way at once, over all imports of one gateway.',
    unit: 'rows',
  }),
  IMPORT_LEASE: describeSetting(durationSetting(30_000, { min: 1000 }), {
    does: 'Another gateway takes an import over after its own was silent for this long.',
  }),
  IMPORT_POLL: describeSetting(durationSetting(1000, { min: 50 }), {
    does: 'How often a gateway looks for waiting imports.',
  }),
  IMPORT_KEEP: describeSetting(durationSetting(30 * 24 * 3600_000, { min: 1000 }), {
    does: 'How long imports and their results are kept.',
  }),
})
