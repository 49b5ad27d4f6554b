import { z } from 'zod'
import { AssigneeType } from './create-lead.ts'

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
    activitySummary: NullableText.describe(
      'One line on what happened last, written by the enrichment; null until then.',
    ),
    assigneeType: AssigneeType.describe('Who works on the lead.'),
    businessName: NullableText.describe('Name of the business.'),
    createdAt: Time.describe('When the lead was taken in.'),
    deletedAt: NullableTime.describe('When the lead was deleted; null while it is not.'),
    didOptOut: z.boolean().describe('Whether the lead refuses to be contacted.'),
    optOutAt: NullableTime.describe('Since when.'),
    email: NullableText.describe('As given.'),
    emailVerifiedAt: NullableTime.describe(
      'When the address was last said to be verified; a changed address is not.',
    ),
    externalLeadId: NullableText.describe(
      'The id of the lead in your own system. Several leads may have the same.',
    ),
    externalPortalLink: NullableText.describe('Address of the lead in a portal; null where there is none.'),
    firstName: z.string().describe('First name.'),
    middleName: NullableText.describe('Middle name.'),
    lastName: NullableText.describe('Last name.'),
    phoneNumber: NullableText.describe('In E.164 when the number could be parsed, else as given.'),
    phoneVerifiedAt: NullableTime.describe('When the number was verified.'),
    isTest: z.boolean().describe('Whether a test key made the lead. Test leads are never matched.'),
    source: z.string().describe('Where the lead came from: `api` for leads of this API.'),
    submittedAt: NullableTime.describe('When the lead was handed in; null while it is not.'),
    tags: z.array(z.string()).describe('Labels, spelled as the workspace saw them first.'),
    timezone: NullableText.describe(
      'IANA name. Given, or inferred from the phone a moment after the lead was taken in.',
    ),
    timezoneSource: TimezoneSource.nullable().describe('Null while no zone is known.'),
    timezoneConfidence: TimezoneConfidence.nullable().describe(
      'Null for a given zone, and while none is known.',
    ),
    /** Other zones that the phone may be in. */
    timezoneAlternatives: z.array(z.string()).describe('Other zones that the phone may be in.'),
    /** What an inferred zone rests on. */
    timezoneBasis: NullableText.describe('What an inferred zone rests on.'),
    updatedAt: Time.describe('When anything of the lead changed last.'),
    website: NullableText.describe('Address of the business’s website.'),
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
