import type { SourceKind } from '../source-kind.ts'
import { readForm } from './form-body.ts'
import { filledOf, isObject, type Json, readObject, textOf } from './json-body.ts'

/**
 * Jotform: a multipart form whose `rawRequest` is JSON of the answers. It signs nothing: the address is the secret.
 * Source: www.jotform.com/help/245-how-to-setup-a-webhook-with-jotform.
 */
export const jotform: SourceKind = {
  secrets: {},
  isGenuine: () => true,
  async read(body) {
    const form = await readForm(body)
    const raw = textOf(form.rawRequest)
    const answers = raw === undefined ? form : readObject(Buffer.from(raw))
    const record: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(answers)) {
      const question = questionOf(name)
      if (question !== null) Object.assign(record, valuesOf(question, value))
    }
    return [
      {
        externalId: textOf(form.submissionID) ?? textOf(form.submission_id) ?? null,
        isTest: false,
        bytes: body.bytes,
        record,
        lead: {
          attribution: {
            ad: filledOf({ formId: textOf(form.formID) }),
            ...filledOf({ ip: textOf(form.ip) }),
          },
        },
      },
    ]
  },
  setUp: (_source, address) => [
    { text: 'In Jotform open the form, then “Settings”, “Integrations” and “Webhooks”.', value: null },
    { text: 'Paste this as “Webhook URL” and press “Complete integration”.', value: address },
    { text: 'Submit the form. The lead appears here within seconds.', value: null },
  ],
}

/** What Jotform says of itself is no answer. */
const ofJotform = new Set([
  'slug',
  'event_id',
  'timeToSubmit',
  'validatedNewRequiredFieldIDs',
  'path',
  'submitDate',
  'buildDate',
  'jsExecutionTracker',
  'submitSource',
  'uploadServerUrl',
  'eventObserver',
  'rawRequest',
  'pretty',
  'formID',
  'submissionID',
  'webhookURL',
  'type',
  'username',
  'formTitle',
  'ip',
  'customParams',
  'product',
  'appID',
  'teamID',
  'documentID',
  'subject',
  'isSilent',
  'customBody',
  'customTitle',
  'fromTable',
  'action',
  'parent',
  'unread',
])

/** The name of a question: `q3_email` is `email`. */
function questionOf(name: string): string | null {
  if (ofJotform.has(name)) return null
  return name.replace(/^q\d+_/, '')
}

/** An answer of several parts: a name, an address, a phone. Others are kept as they are. */
function valuesOf(question: string, value: unknown): Json {
  if (!isObject(value)) return { [question]: value }
  const { first, middle, last, full, area, phone, country } = value
  if (first !== undefined || last !== undefined)
    return filledOf({ 'First Name': textOf(first), 'Middle Name': textOf(middle), 'Last Name': textOf(last) })
  if (full !== undefined) return { [question]: full }
  if (phone !== undefined) {
    const parts = [textOf(country) && `+${textOf(country)}`, textOf(area), textOf(phone)]
    return { 'Phone Number': parts.filter(Boolean).join(' ') }
  }
  const texts = Object.values(value).flatMap((part) => textOf(part) ?? [])
  return texts.length > 0 ? { [question]: texts.join(', ') } : {}
}
