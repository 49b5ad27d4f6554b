import { z } from 'zod'
import { ConsentState } from './consent.ts'
import { fieldAnswers } from './lead-fields.ts'

const Id = z.uuid()
const Time = z.iso.datetime({ precision: 3 })
const NullableText = z.string().nullable()
const NullableTime = Time.nullable()

export const TimezoneSource = z.enum(['provided', 'phone']).meta({
  id: 'TimezoneSource',
  description: 'Whether a client gave the zone or it was inferred from the phone number.',
})
export const TimezoneConfidence = z
  .enum(['high', 'medium', 'low', 'none'])
  .meta({ id: 'TimezoneConfidence', description: 'How far an inferred zone can be relied on.' })

/** A lead as every endpoint answers it. */
export const Lead = z
  .strictObject({
    id: Id.describe('UUID, version 7: later leads have greater ids.'),
    workspaceId: Id.describe('The workspace that the key belongs to.'),
    ...fieldAnswers,
    optOutReason: NullableText.describe('Why the lead must not be contacted; null while it may be.'),
    consent: ConsentState.describe('What the lead agreed to or took back.'),
    phoneVerifiedAt: NullableTime.describe('When the number was verified.'),
    timezoneSource: TimezoneSource.nullable().describe('Null while no zone is known.'),
    timezoneConfidence: TimezoneConfidence.nullable().describe(
      'Null for a given zone, and while none is known.',
    ),
    timezoneAlternatives: z.array(z.string()).describe('Other zones that the phone may be in.'),
    timezoneBasis: NullableText.describe('What an inferred zone rests on.'),
    isTest: z.boolean().describe('Whether a test key made the lead. Test leads are never matched.'),
    tags: z.array(z.string()).describe('Labels, spelled as the workspace saw them first.'),
    activitySummary: NullableText.describe(
      'One line on what happened last, written by the enrichment; null until then.',
    ),
    createdAt: Time.describe('When the lead was taken in.'),
    updatedAt: Time.describe('When anything of the lead changed last.'),
    deletedAt: NullableTime.describe('When the lead was deleted, or merged; null while it is not.'),
    mergedInto: Id.optional().describe('The lead that it was merged into. Only on a lead that was.'),
  })
  .meta({ id: 'Lead', description: 'A person or business that someone wants to talk to.' })
export type Lead = z.infer<typeof Lead>

export const MatchField = z
  .enum(['phone', 'email'])
  .meta({ id: 'MatchField', description: 'What two leads share.' })
export type MatchField = z.infer<typeof MatchField>

export const MatchingLead = Lead.extend({
  matchedOn: z.array(MatchField).min(1).describe('What both share.'),
}).meta({ id: 'MatchingLead', description: 'Another lead of the workspace with the same phone or e-mail.' })
export type MatchingLead = z.infer<typeof MatchingLead>
