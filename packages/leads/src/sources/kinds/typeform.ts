import type { SourceKind } from '../source-kind.ts'
import {
  addTo,
  atPath,
  filledOf,
  isObject,
  type Json,
  newRecord,
  objectsOf,
  readObject,
  textOf,
  timeOf,
} from './json-body.ts'
import { isSignedBy, withoutPrefix } from './signatures.ts'

/** Types of questions that say themselves what they ask for. */
const targetByType: Readonly<Record<string, string>> = { email: 'email', phone_number: 'phoneNumber' }

/**
 * Typeform: one response a request. Source: www.typeform.com/developers/webhooks.
 */
export const typeform: SourceKind = {
  secrets: { signingSecret: { does: 'The “Secret” of the webhook.', isMade: true } },
  isGenuine: ({ headers, body }, { secrets }) =>
    isSignedBy(withoutPrefix(headers['typeform-signature'], 'sha256='), {
      secret: secrets.signingSecret,
      data: body,
      encoding: 'base64',
    }),
  read({ bytes }) {
    const body = readObject(bytes)
    const response = isObject(body.form_response) ? body.form_response : {}
    const titles = new Map(
      objectsOf(atPath(response, 'definition.fields')).map(({ id, title }) => [textOf(id), textOf(title)]),
    )
    const record = newRecord()
    const hints = new Map<string, string>()
    for (const answer of objectsOf(response.answers)) {
      const field = isObject(answer.field) ? answer.field : {}
      const name = titles.get(textOf(field.id)) ?? textOf(field.ref) ?? textOf(field.id)
      const type = textOf(answer.type)
      const value = answeredWith(answer, type)
      if (name === undefined || value === undefined) continue
      addTo(record, name, value)
      const target = type && (Object.hasOwn(targetByType, type) ? targetByType[type] : undefined)
      if (target) hints.set(name, target)
    }
    for (const [name, value] of Object.entries(isObject(response.hidden) ? response.hidden : {}))
      addTo(record, name, value)
    return [
      {
        externalId: textOf(response.token) ?? null,
        isTest: body.event_type === 'form_response_test',
        bytes,
        record,
        hints: Object.fromEntries(hints),
        lead: filledOf({
          submittedAt: timeOf(response.submitted_at),
          attribution: { ad: filledOf({ formId: textOf(response.form_id) }) },
        }),
      },
    ]
  },
  setUp: ({ secrets }, address) => [
    {
      text: 'In Typeform open the form, then “Connect” and “Webhooks”, and press “Add a webhook”.',
      value: null,
    },
    { text: 'Paste this as “Endpoint”.', value: address },
    { text: 'Paste this as “Secret”, and switch the webhook on.', value: secrets.signingSecret ?? null },
    { text: 'Press “Send test request”. What it becomes appears here within seconds.', value: null },
  ],
}

/** An answer's value stands under the name of its type. */
function answeredWith(answer: Json, type: string | undefined): unknown {
  const value = type !== undefined && Object.hasOwn(answer, type) ? answer[type] : undefined
  if (!isObject(value)) return value
  if (Array.isArray(value.labels)) return [...value.labels, ...(textOf(value.other) ? [value.other] : [])]
  return textOf(value.label) ?? textOf(value.other) ?? value
}
