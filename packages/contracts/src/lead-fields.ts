import { z } from 'zod'
import { Attribution, CustomFields } from './custom-fields.ts'
import { OptionalEmail } from './optional-email.ts'
import { optionalText, StorableText } from './text.ts'

const NullableText = z.string().nullable()
const NullableTime = z.iso.datetime({ precision: 3 }).nullable()

export const AssigneeType = z
  .enum(['AI_AGENT', 'HUMAN_AGENT'])
  .meta({ id: 'AssigneeType', description: 'Who works on a lead.' })
export type AssigneeType = z.infer<typeof AssigneeType>

const assigneeSpellings = {
  agent: 'AI_AGENT',
  manual: 'HUMAN_AGENT',
  AI_AGENT: 'AI_AGENT',
  HUMAN_AGENT: 'HUMAN_AGENT',
} as const

/** A phone as senders give it, a JSON number too. */
export const PhoneText = z
  .union([StorableText, z.number().transform(String)])
  .nullish()
  .transform((given) => given?.trim() || undefined)

const ExtensionText = optionalText(20)
  .transform((given) => given?.replace(/\D/g, ''))
  .refine((digits) => digits !== '', {
    error: 'must have digits',
    params: { code: 'invalid_extension' },
  })

const optionalBoolean = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? undefined)

/** How a value becomes columns and is stated again; packages/leads knows the rules of each kind. */
export type LeadFieldKind =
  | 'text'
  | 'email'
  | 'phone'
  | 'extension'
  | 'timezone'
  | 'assignee'
  | 'since'
  | 'time'
  | 'source'
  | 'custom'
  | 'attribution'

/** One field of a lead, as far as it can be said without code. */
export interface LeadFieldDefinition {
  /** Its column of `leads`: the one that holds what was given, where a kind has several. */
  column: string
  kind: LeadFieldKind
  /** The column is never null. */
  isRequired?: true
  /** What a create or an update may give. Without it no call sets the field. */
  input?: z.ZodType
  /** Members of the lead in answers: of the field's own name, or named like its time. */
  answer: Readonly<Record<string, z.ZodType>>
  /** How events and the timeline state it, where no answer has a member of its name. */
  stated?: z.ZodType
  /** `lead.created` and `lead.completed` carry it. `lead.updated` tells of every field that a call may give. */
  inEvents?: true
  /** A merge fills it where the lead that is there has none. */
  fillsOnMerge?: true
  /** A column of an import may be it. */
  inImports?: true
  /** Another field whose value may hold this one, too. */
  heldBy?: string
}

/**
 * Every field of a lead, once. From this table come the request and answer schemas, the row that is written and its statement, updates,
 * merges, imports, the timeline's input and the events. CONTRIBUTING.md says how to add one.
 */
export const leadFields = {
  firstName: {
    column: 'first_name',
    kind: 'text',
    isRequired: true,
    input: StorableText.trim().min(1).max(200).describe('The only field that is required.'),
    answer: { firstName: z.string().describe('First name.') },
    inEvents: true,
    inImports: true,
  },
  middleName: {
    column: 'middle_name',
    kind: 'text',
    input: optionalText(200).describe('Middle name.'),
    answer: { middleName: NullableText.describe('Middle name.') },
    inEvents: true,
    fillsOnMerge: true,
    inImports: true,
  },
  lastName: {
    column: 'last_name',
    kind: 'text',
    input: optionalText(200).describe('Last name.'),
    answer: { lastName: NullableText.describe('Last name.') },
    inEvents: true,
    fillsOnMerge: true,
    inImports: true,
  },
  businessName: {
    column: 'business_name',
    kind: 'text',
    input: optionalText(500).describe('Name of the business.'),
    answer: { businessName: NullableText.describe('Name of the business.') },
    inEvents: true,
    fillsOnMerge: true,
    inImports: true,
  },
  email: {
    column: 'email',
    kind: 'email',
    input: OptionalEmail.describe(
      'An address that can’t be delivered to by its form is refused. A name around it and `mailto:` are fine; of several addresses the first counts. Matched without regard to case. One that stands for none, such as `none@none.com`, is kept and never matched.',
    ),
    answer: {
      email: NullableText.describe('As given, without what can’t be seen and what stood around it.'),
    },
    inEvents: true,
    fillsOnMerge: true,
    inImports: true,
  },
  phoneNumber: {
    column: 'phone_raw',
    kind: 'phone',
    input: PhoneText.describe(
      'In any notation, a JSON number too; of the workspace’s region without a country code. Of several numbers the first that can be read counts. A number that can’t be read is kept as given and never refuses the lead. One that stands for none, such as `123-456-7890`, is kept and never matched.',
    ),
    answer: {
      phoneNumber: NullableText.describe('In E.164 when the number could be parsed, else as given.'),
    },
    inEvents: true,
    fillsOnMerge: true,
    inImports: true,
  },
  phoneExtension: {
    column: 'phone_extension',
    kind: 'extension',
    input: ExtensionText.describe(
      'Behind the number. Not needed where `phoneNumber` holds it; null takes that one.',
    ),
    answer: {
      phoneExtension: NullableText.describe(
        'Digits to dial behind the number. Leads with the same number match unless their extensions differ.',
      ),
    },
    inImports: true,
    heldBy: 'phoneNumber',
  },
  website: {
    column: 'website',
    kind: 'text',
    input: optionalText(2000).describe('Address of the business’s website.'),
    answer: { website: NullableText.describe('Address of the business’s website.') },
    inEvents: true,
    fillsOnMerge: true,
    inImports: true,
  },
  source: {
    column: 'source',
    kind: 'source',
    isRequired: true,
    input: optionalText(100).describe('Where the lead came from; `api` unless given.'),
    answer: { source: z.string().describe('Where the lead came from: `api` unless the call said so.') },
    inEvents: true,
    inImports: true,
  },
  externalLeadId: {
    column: 'external_lead_id',
    kind: 'text',
    input: optionalText(1024).describe('The id of the lead in your own system; need not be unique.'),
    answer: {
      externalLeadId: NullableText.describe(
        'The id of the lead in your own system. Several leads may have the same.',
      ),
    },
    fillsOnMerge: true,
    inImports: true,
  },
  externalPortalLink: {
    column: 'external_portal_link',
    kind: 'text',
    input: optionalText(2000).describe('Address of the lead in a portal.'),
    fillsOnMerge: true,
    inImports: true,
    answer: {
      externalPortalLink: NullableText.describe('Address of the lead in a portal; null where there is none.'),
    },
  },
  submittedAt: {
    column: 'submitted_at',
    kind: 'time',
    input: z.iso
      .datetime({ offset: true })
      .nullish()
      .transform((time) => time ?? undefined)
      .describe('When the lead was handed in, ISO 8601.'),
    answer: { submittedAt: NullableTime.describe('When the lead was handed in; null while it is not.') },
    fillsOnMerge: true,
    inImports: true,
  },
  timezone: {
    column: 'timezone',
    kind: 'timezone',
    input: optionalText(100).describe(
      'IANA name such as `America/New_York`. Without it the zone is inferred from the phone.',
    ),
    answer: {
      timezone: NullableText.describe(
        'IANA name. Given, or inferred from the phone a moment after the lead was taken in.',
      ),
    },
    fillsOnMerge: true,
    inImports: true,
  },
  assigneeType: {
    column: 'assignee_type',
    kind: 'assignee',
    isRequired: true,
    input: z
      .enum(['agent', 'manual', 'AI_AGENT', 'HUMAN_AGENT'])
      .nullish()
      .transform((spelling) => (spelling ? assigneeSpellings[spelling] : undefined))
      .describe('`agent` (or `AI_AGENT`, the default) or `manual` (or `HUMAN_AGENT`).'),
    answer: { assigneeType: AssigneeType.describe('Who works on the lead.') },
    inImports: true,
  },
  didOptOut: {
    column: 'opt_out_at',
    kind: 'since',
    input: optionalBoolean.describe(
      'True: the lead refuses to be contacted, and so does everybody with its number or address. False takes back what this lead said itself.',
    ),
    answer: {
      didOptOut: z
        .boolean()
        .describe(
          'Whether the lead must not be contacted, by some channel at least. `suppressed` says which.',
        ),
      optOutAt: NullableTime.describe('Since when.'),
    },
    fillsOnMerge: true,
    inImports: true,
  },
  emailVerified: {
    column: 'email_verified_at',
    kind: 'since',
    input: optionalBoolean.describe('True: the address is verified as of now.'),
    answer: {
      emailVerifiedAt: NullableTime.describe(
        'When the address was last said to be verified; a changed address is not.',
      ),
    },
    stated: z.boolean().describe('Whether the e-mail address is verified.'),
    fillsOnMerge: true,
    inImports: true,
  },
  customFields: {
    column: 'custom',
    kind: 'custom',
    input: CustomFields.nullish()
      .transform((fields) => fields ?? undefined)
      .describe(
        'Anything else that you know, by name: at most 100 names of 64 characters, 16 kB together. Members of the body that no field is named like are kept here too. An update changes the names that it gives; null removes one.',
      ),
    answer: {
      customFields: z
        .record(z.string(), z.unknown())
        .describe('What the sender knows beyond the fields, by name.'),
    },
    inEvents: true,
    fillsOnMerge: true,
  },
  attribution: {
    column: 'attribution',
    kind: 'attribution',
    input: Attribution.nullish()
      .transform((attribution) => attribution ?? undefined)
      .describe(
        'Where the lead came from. `utm_source` and its siblings, `gclid`, `fbclid` and other click ids at the top level of the body are read as these.',
      ),
    answer: {
      attribution: z
        .record(z.string(), z.unknown())
        .nullable()
        .describe(
          'Where the lead came from. The first that was told stays; what a later call tells is `lastTouch`.',
        ),
    },
    inEvents: true,
    fillsOnMerge: true,
  },
} as const satisfies Readonly<Record<string, LeadFieldDefinition>>

type Fields = typeof leadFields
export type LeadFieldName = keyof Fields
type NamesWith<Flag extends keyof LeadFieldDefinition> = {
  [Name in LeadFieldName]: Fields[Name] extends Record<Flag, unknown> ? Name : never
}[LeadFieldName]

/** A field that a create or an update may give. */
export type GivenFieldName = NamesWith<'input'>

/** The fields' columns as the database reads them. */
export type LeadFieldColumns = {
  -readonly [Name in LeadFieldName as Fields[Name]['column']]: ColumnValue<Fields[Name]>
}
type ColumnValue<Field> = Field extends { kind: 'assignee' }
  ? AssigneeType
  : Field extends { kind: 'since' | 'time' }
    ? Date | null
    : Field extends { kind: 'custom' | 'attribution' }
      ? Record<string, unknown> | null
      : Field extends { isRequired: true }
        ? string
        : string | null

/** Names and definitions, for code that treats all fields alike. */
export const leadFieldEntries: readonly (readonly [LeadFieldName, LeadFieldDefinition])[] = Object.entries(
  leadFields,
) as [LeadFieldName, LeadFieldDefinition][]

/** The names of those fields that have a member, in the table's order. */
export function fieldNamesWith<Flag extends keyof LeadFieldDefinition>(flag: Flag): NamesWith<Flag>[] {
  return leadFieldEntries
    .filter(([, field]) => field[flag] !== undefined)
    .map(([name]) => name as NamesWith<Flag>)
}

/** The inputs' schemas, by field. */
export const fieldInputs = Object.fromEntries(
  leadFieldEntries.flatMap(([name, { input }]) => (input ? [[name, input]] : [])),
) as { [Name in GivenFieldName]: Fields[Name] extends { input: infer Input } ? Input : never }

type UnionToIntersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never
type Members<Intersection> = { -readonly [Name in keyof Intersection]: Intersection[Name] }

/** The answers' members of all fields. */
export const fieldAnswers = Object.assign({}, ...leadFieldEntries.map(([, { answer }]) => answer)) as Members<
  UnionToIntersection<Fields[LeadFieldName]['answer']>
>

type Stated<Name extends LeadFieldName> = Fields[Name] extends { stated: infer Schema }
  ? Schema
  : Fields[Name]['answer'][Name & keyof Fields[Name]['answer']]

/** How events and the timeline state these fields, by name. */
export function statedFields<Name extends LeadFieldName>(
  names: readonly Name[],
): { [Each in Name]: Stated<Each> } {
  const schemas = names.map((name) => {
    const { stated, answer }: LeadFieldDefinition = leadFields[name]
    return [name, stated ?? answer[name]]
  })
  return Object.fromEntries(schemas)
}
