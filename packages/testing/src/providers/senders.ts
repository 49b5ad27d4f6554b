import { form } from './form.ts'
import { googleAds } from './google-ads.ts'
import { jotform } from './jotform.ts'
import { json } from './json.ts'
import { linkedin } from './linkedin.ts'
import { meta } from './meta.ts'
import type { FakeSender } from './provider.ts'
import { tiktok } from './tiktok.ts'
import { typeform } from './typeform.ts'
import { webflow } from './webflow.ts'

/** The vendor of every kind of source. */
export const senders = {
  'google-ads': googleAds,
  meta,
  typeform,
  webflow,
  jotform,
  form,
  json,
  tiktok,
  linkedin,
} satisfies Record<string, FakeSender>
