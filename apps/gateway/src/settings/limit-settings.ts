import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { durationSetting, integerSetting } from '@intake/runtime/settings'

/** What a client may send, how fast, and how much at once. */
export const limitSettings = inSection('limits', {
  MAX_BODY_BYTES: describeSetting(integerSetting(1_000_000, { min: 1000, max: 100_000_000 }), {
    does: 'Largest body of a call. A larger one gets 413.',
    unit: 'bytes',
  }),
  MAX_BATCH_BODY_BYTES: describeSetting(integerSetting(10_000_000, { min: 1000, max: 100_000_000 }), {
    does: 'Largest body of a batch of leads. A larger one gets 413.',
    unit: 'bytes',
  }),
  HEADERS_TIMEOUT: describeSetting(durationSetting(10_000, { min: 100 }), {
    does: 'The headers of a request must have arrived by then, else it gets 408.',
  }),
  REQUEST_TIMEOUT: describeSetting(durationSetting(30_000, { min: 100 }), {
    does: 'A whole request must have arrived by then, else it gets 408. So does an upload that pauses so long.',
  }),
  MIN_BODY_PACE: describeSetting(integerSetting(1000, { min: 0 }), {
    does: 'A body or upload that arrives slower over a third of `REQUEST_TIMEOUT` gets 408.',
    unit: 'bytes a second',
  }),
  KEEP_ALIVE_TIMEOUT: describeSetting(durationSetting(65_000, { min: 100 }), {
    does: 'A connection without a request is closed after this time.',
  }),
  STALL_TIMEOUT: describeSetting(durationSetting(120_000, { min: 1000 }), {
    does: 'A connection on which nothing moves for this long is closed.',
  }),
  MAX_REQUESTS_IN_FLIGHT: describeSetting(integerSetting(5000, { min: 1, max: 1_000_000 }), {
    does: 'Requests at once. One more gets 503 with `Retry-After` before its body is read; a workspace takes at most as many as it leaves free.',
    unit: 'requests',
  }),
  MAX_BYTES_IN_FLIGHT: describeSetting(integerSetting(100_000_000, { min: 1000 }), {
    does: 'Bytes of bodies that have arrived, at once. More get 503 with `Retry-After`; a workspace takes at most as many as it leaves free.',
    unit: 'bytes',
  }),
  MAX_UPLOADS_IN_FLIGHT: describeSetting(integerSetting(20, { min: 1, max: 10_000 }), {
    does: 'Uploads at once. One more gets 503 with `Retry-After`; a workspace takes at most as many as it leaves free.',
    unit: 'uploads',
  }),
  MAX_WAITING_LEADS: describeSetting(integerSetting(2000, { min: 1, max: 1_000_000 }), {
    does: 'Leads that wait to be written. Beyond it a call gets 503 with `Retry-After`.',
    unit: 'leads',
  }),
  RATE_LIMIT: describeSetting(integerSetting(0, { min: 0 }), {
    does: 'Requests a second of an API key that has no limit of its own. Beyond it a call gets 429.',
    unit: 'requests a second',
    unset: 'no limit',
  }),
  RATE_BURST: describeSetting(integerSetting(0, { min: 0 }), {
    does: 'Requests at once of an API key that has no limit of its own.',
    unit: 'requests',
    unset: 'twice `RATE_LIMIT`',
  }),
})
