import type { SourceKind } from '../source-kind.ts'
import { filledOf, isObject, readObject, textOf, timeOf } from './json-body.ts'
import { isSignedBy } from './signatures.ts'

/** A request that is older was recorded and sent again by somebody else, ms. */
const longestAge = 5 * 60_000

/**
 * Webflow forms. Source: developers.webflow.com, "Working with webhooks": HMAC of `timestamp:body`, refused after five minutes.
 */
export const webflow: SourceKind = {
  secrets: { signingSecret: { does: 'The webhook’s secret key, or the app’s client secret.' } },
  isGenuine({ headers, body, at }, { secrets }) {
    const timestamp = headers['x-webflow-timestamp'] ?? ''
    const age = Math.abs(at.getTime() - Number(timestamp))
    if (!/^\d{10,16}$/.test(timestamp) || age > longestAge) return false
    const data = Buffer.concat([Buffer.from(`${timestamp}:`), body])
    return isSignedBy(headers['x-webflow-signature'], { secret: secrets.signingSecret, data })
  },
  read({ bytes }) {
    const body = readObject(bytes)
    const payload = isObject(body.payload) ? body.payload : body
    return [
      {
        externalId: textOf(payload.id) ?? textOf(payload._id) ?? null,
        isTest: false,
        bytes,
        record: isObject(payload.data) ? payload.data : {},
        lead: filledOf({
          submittedAt: timeOf(payload.submittedAt),
          attribution: { ad: filledOf({ formId: textOf(payload.formId) }) },
        }),
      },
    ]
  },
  setUp: ({ secrets }, address) => [
    {
      text: 'In Webflow open “Site settings”, then “Apps & integrations”, and add a webhook for “Form submission”.',
      value: null,
    },
    { text: 'Paste this as its address.', value: address },
    secrets.signingSecret
      ? { text: 'Webflow shows the webhook’s secret key once. It is set already.', value: null }
      : {
          text: 'Webflow shows the webhook’s secret key once. Set it here as the secret signingSecret.',
          value: null,
        },
    { text: 'Submit the form. The lead appears here within seconds.', value: null },
  ],
}
