import type { Entry, OpenSource, SourceKind } from '../source-kind.ts'
import { readForm } from './form-body.ts'
import { addTo, atPath, checkCount, isObject, type Json, newRecord, readJson, textOf } from './json-body.ts'
import { isSame, isSignedBy, withoutPrefix } from './signatures.ts'

const maxDepth = 5

/** Anything that posts JSON, or a form: one lead, or a list of them. */
export const json: SourceKind = {
  secrets: {
    signingSecret: { does: 'Signs the body, where settings.signature says how.', isOptional: true },
    headerSecret: { does: 'Stands in the header that settings.secretHeader names.', isOptional: true },
  },
  isGenuine({ headers, body }, { secrets, settings: { signature, secretHeader } }) {
    if (signature) {
      const { header, algorithm, encoding, prefix } = signature
      const given = withoutPrefix(headers[header.toLowerCase()], prefix)
      if (!isSignedBy(given, { secret: secrets.signingSecret, data: body, algorithm, encoding })) return false
    }
    return !secretHeader || isSame(headers[secretHeader.toLowerCase()], secrets.headerSecret)
  },
  async read(body, source): Promise<Entry[]> {
    const { bytes, contentType } = body
    const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(contentType)
    const parsed = isForm ? await readForm(body) : readJson(bytes)
    const all: unknown[] = Array.isArray(parsed) ? parsed : [parsed]
    checkCount(all)
    return all.map((one) => entryOf(one, all.length === 1 && !Array.isArray(parsed) ? bytes : null, source))
  },
  answer: (_request, outcomes) => {
    const [first] = outcomes
    const told = outcomes.map(({ submissionId, leadId }) => ({ submissionId, ...(leadId && { leadId }) }))
    return {
      status: 200,
      body: JSON.stringify(
        outcomes.length === 1 && first ? { success: true, ...told[0] } : { success: true, submissions: told },
      ),
    }
  },
  setUp: ({ settings, secrets }, address) => [
    { text: 'Have the sender post its JSON to this address.', value: address },
    ...(settings.signature
      ? [
          {
            text: `Have it sign the body into the header ${settings.signature.header} with this secret.`,
            value: secrets.signingSecret ?? null,
          },
        ]
      : []),
    ...(settings.secretHeader
      ? [
          {
            text: `Have it send this in the header ${settings.secretHeader}.`,
            value: secrets.headerSecret ?? null,
          },
        ]
      : []),
    { text: 'Try a body under “Test” first: it shows what the lead would be.', value: null },
  ],
}

function entryOf(parsed: unknown, bytes: Buffer | null, { settings }: OpenSource): Entry {
  const { recordPath, externalIdPath } = settings
  const found = recordPath === undefined ? parsed : atPath(parsed, recordPath)
  return {
    externalId: (externalIdPath === undefined ? undefined : textOf(atPath(parsed, externalIdPath))) ?? null,
    isTest: false,
    bytes: bytes ?? Buffer.from(JSON.stringify(parsed)),
    record: isObject(found) ? flat(found) : {},
  }
}

/** Nested objects by their paths, `address.city`; what is a list stays one. */
function flat(json: Json, record = newRecord(), prefix = '', depth = 0): Record<string, unknown> {
  for (const [name, value] of Object.entries(json)) {
    const path = prefix + name
    if (isObject(value) && depth < maxDepth) flat(value, record, `${path}.`, depth + 1)
    else addTo(record, path, value)
  }
  return record
}
