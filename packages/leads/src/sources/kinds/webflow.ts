import type { SourceKind } from '../source-kind.ts'
import { filledOf, isObject, readObject, textOf, timeOf } from './json-body.ts'
import { isSignedBy } from './signatures.ts'

/** Webflow sends again for half an hour. What is older was recorded by somebody else, ms. */
const longestAge = 3600_000

/**
 * Webflow forms: HMAC of `timestamp:body` for webhooks that were made by the API or an app. Those of a site's settings are not signed; without
 * a secret the address is the proof. Source: developers.webflow.com/data/docs/working-with-webhooks.
 */
export const webflow: SourceKind = {
  secrets: {
    signingSecret: {
      does: 'The webhook’s secret key, or the app’s client secret. Webhooks of “Site settings” have none.',
      isOptional: true,
    },
  },
  isGenuine({ headers, body, at }, { secrets }) {
    if (!secrets.signingSecret) return true
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
    ...(secrets.signingSecret
      ? []
      : [
          {
            text: 'Where the webhook was made by the API, set its secret key here as the secret signingSecret.',
            value: null,
          },
        ]),
    { text: 'Submit the form. The lead appears here within seconds.', value: null },
  ],
}
