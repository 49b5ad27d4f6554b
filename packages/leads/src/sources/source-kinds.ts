import type { SourceKindName } from '@intake/contracts/sources'
import { form } from './kinds/form.ts'
import { googleAds } from './kinds/google-ads.ts'
import { jotform } from './kinds/jotform.ts'
import { json } from './kinds/json.ts'
import { linkedin } from './kinds/linkedin.ts'
import { meta } from './kinds/meta.ts'
import { tiktok } from './kinds/tiktok.ts'
import { typeform } from './kinds/typeform.ts'
import { webflow } from './kinds/webflow.ts'
import type { SourceKind } from './source-kind.ts'

/** Every kind of source, by its name. CONTRIBUTING.md says how to add one. */
const kinds: Readonly<Record<SourceKindName, SourceKind>> = {
  'google-ads': googleAds,
  meta,
  typeform,
  webflow,
  jotform,
  form,
  json,
  tiktok,
  linkedin,
}

export function kindOf({ kind }: { kind: SourceKindName }): SourceKind {
  return kinds[kind]
}
