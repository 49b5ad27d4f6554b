import type { Submission } from '@intake/contracts/sources'
import type { SourceSetUp } from '@intake/leads/sources/set-up-source'

/** Address and steps of a source, for a person. */
export function describeSetUp({ source, address, steps }: SourceSetUp): string {
  const { id, kind, name, missingSecrets } = source
  return [
    `Source ${id}: ${name} (${kind}).`,
    `Address: ${address}`,
    ...(address.startsWith('/')
      ? ['It begins with the address of your gateways; --address or PUBLIC_URL says which.']
      : []),
    ...(missingSecrets.length > 0
      ? [`Still missing: ${missingSecrets.join(', ')}. Give each with “source set … --secret name=value”.`]
      : []),
    '',
    ...steps.flatMap(({ text, value }, index) => [
      `${index + 1}. ${text}`,
      ...(value === null ? [] : [`     ${value}`]),
    ]),
  ].join('\n')
}

/** What became of a submission, for a person. */
export function describeSubmission({ id, status, code, errors, leadId }: Submission): string {
  const why = code === null ? '' : ` (${code})`
  const lead = leadId === null ? '' : `, lead ${leadId}`
  return [
    `Submission ${id}: ${status}${why}${lead}.`,
    ...errors.map(({ pointer, message, name }) => `  ${name ?? (pointer || '/')}: ${message}`),
  ].join('\n')
}
