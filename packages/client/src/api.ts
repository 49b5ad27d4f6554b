// Made from the OpenAPI document by `npm run build:client`. Changes belong into packages/contracts and apps/gateway/src/openapi.

/** A body that isn’t JSON, sent as it is. */
export type RawBody = NonNullable<RequestInit['body']>

/** An entry of a lead’s timeline. */
export interface ActionLog {
  /** UUID of the entry. */
  id: string
  /** What it tells of. */
  type: ActionLogType
  /** Where it stands. */
  status: ActionLogStatus
  /** One line for people. */
  summary: string | null
  /** What went into it. Of an API_ACTIVITY: the request id and what changed. */
  input: unknown
  /** What came of it. */
  output: unknown
  /** Why it failed. */
  error: string | null
  /** The entry that this one belongs to, as a tool call to its message. */
  parentActionId: string | null
  /** When a message is to be sent. */
  scheduledAt: string | null
  /** When it was written. */
  createdAt: string
  /** When it was completed. */
  completedAt: string | null
  /** The tool of a TOOL_CALL. */
  tool: {
    /** UUID of the tool. */
    id: string
    /** What it is called. */
    name: string
    /** What it does. */
    description: string | null
  } | null
  /** The messages of a MESSAGE or FOLLOW_UP_MESSAGE. */
  messages: Message[]
  /** Files that it concerns. */
  documents: Document[]
}

/** The entry as it is now. */
export interface ActionLogAnswer {
  /** The entry. */
  actionLog: ActionLog
  /** Always true. */
  success: true
}

/** A timeline entry was completed, whoever wrote it; an API_ACTIVITY only where the endpoint asks for it. */
export interface ActionLogCompletedEvent {
  /** What happened. */
  event: 'action_log.completed'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** UUID of the entry. */
    actionLogId: string
    /** What it tells of. */
    type: ActionLogType
    /** Where it stands. */
    status: ActionLogStatus
    /** What happened, for people. */
    summary: string | null
    /** Why it failed. */
    error: string | null
    /** UUID of the entry that it belongs to. */
    parentActionId: string | null
    /** When it was written. */
    createdAt: string
    /** When it ended. */
    completedAt: string | null
  }
  /** The entry. */
  actionLog: {
    /** UUID of the entry. */
    id: string
    /** What it tells of. */
    type: ActionLogType
    /** Where it stands. */
    status: ActionLogStatus
    /** UUID of the lead. */
    leadId: string
    /** One line for people. */
    summary: string | null
    /** What went into it. Of an API_ACTIVITY: the request id and what changed. */
    input: unknown
    /** What came of it. */
    output: unknown
    /** The messages of a MESSAGE or FOLLOW_UP_MESSAGE. */
    messages: Message[]
    /** When it was completed. */
    completedAt: string | null
  }
}

/** A timeline entry has failed, whoever wrote it. */
export interface ActionLogFailedEvent {
  /** What happened. */
  event: 'action_log.failed'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** UUID of the entry. */
    actionLogId: string
    /** What it tells of. */
    type: ActionLogType
    /** Where it stands. */
    status: ActionLogStatus
    /** What happened, for people. */
    summary: string | null
    /** Why it failed. */
    error: string | null
    /** UUID of the entry that it belongs to. */
    parentActionId: string | null
    /** When it was written. */
    createdAt: string
    /** When it ended. */
    completedAt: string | null
  }
  /** The entry. */
  actionLog: {
    /** UUID of the entry. */
    id: string
    /** What it tells of. */
    type: ActionLogType
    /** Where it stands. */
    status: ActionLogStatus
    /** UUID of the lead. */
    leadId: string
    /** One line for people. */
    summary: string | null
    /** What went into it. Of an API_ACTIVITY: the request id and what changed. */
    input: unknown
    /** What came of it. */
    output: unknown
    /** The messages of a MESSAGE or FOLLOW_UP_MESSAGE. */
    messages: Message[]
    /** When it was completed. */
    completedAt: string | null
    /** Why it failed. */
    error: string | null
    /** UUID of the agent that failed; null where none is known. */
    agentId: string | null
    /** The tool of a TOOL_CALL. */
    tool: {
      /** UUID of the tool. */
      id: string
      /** Its name. */
      name: string
    } | null
  }
}

/** PENDING and AWAITING_APPROVAL are open; the others are final. */
export type ActionLogStatus = 'PENDING' | 'AWAITING_APPROVAL' | 'COMPLETED' | 'CANCELLED' | 'FAILED'

/** What a timeline entry tells of. */
export type ActionLogType = 'MESSAGE' | 'FOLLOW_UP_MESSAGE' | 'TOOL_CALL' | 'MANUAL_UPDATE' | 'SYSTEM_NOTE' | 'DOCUMENT_UPLOAD' | 'PORTAL_UPDATE' | 'PORTAL_SUBMISSION' | 'API_ACTIVITY'

/** A timeline entry to write. */
export interface AddActionLogRequest {
  /** What the entry tells of. */
  type: WritableLogType
  /** Without it a follow-up is PENDING, anything else COMPLETED. */
  status?: ActionLogStatus | null
  /** One line for people. */
  summary?: string | null
  /** What went into it: any JSON, at most 64 kB. */
  input?: unknown
  /** What came of it: any JSON, at most 64 kB. */
  output?: unknown
  /** Why it failed. */
  error?: string | null
  /** The entry of the same lead that this one belongs to. */
  parentActionId?: string | null
  /** When a message is to be sent; ISO 8601. */
  scheduledAt?: string | null
  /** Of a TOOL_CALL only. */
  tool?: {
    /** What it is called. */
    name: string
    /** What it does. */
    description?: string | null
  } | null
  /** A MESSAGE and a FOLLOW_UP_MESSAGE need one, nothing else has any. */
  messages?: MessageInput[] | null
}

/** The entry that was written. */
export interface AddActivityAnswer {
  /** UUID of the timeline entry. */
  actionLogId: string
  /** Always true. */
  success: true
}

/** Something that happened elsewhere. */
export interface AddActivityRequest {
  /** UUID of the lead. */
  leadId: string
  /** Your name for the kind of event. */
  eventType: string
  /** One line for people; the summary of the entry. */
  title: string
  /** More on it. */
  description?: string | null
  /** Any JSON, kept with the entry: at most 64 kB. */
  metadata?: unknown
}

/** The item as added. */
export interface AddChecklistItemAnswer {
  /** The item. */
  checklistItem: AddedChecklistItem
  /** Always true. */
  success: true
}

/** A checklist item for one lead alone. */
export interface AddChecklistItemRequest {
  /** What people read. */
  label: string
  /** What kind of value it takes. */
  fieldType: FieldType
  /** Made from the label when it isn’t given; no other item of the lead may have it. */
  code?: string | null
  /** Whether the lead is incomplete without it; true unless given. */
  isRequired?: boolean | null
  /** Settings of the field type: NUMBER `{min?, max?}`, TEXT `{pattern?}`, SELECT `{options[]}`, BANK_STATEMENT `{months, gracePeriodDays?, isPersonal?}`, ID `{type}`, TAX_RETURN `{years, isPersonal?}`. Values must satisfy them. Other members are kept. At most 16 kB. */
  config?: Record<string, unknown> | null
  /** Rules that don’t concern the field type are refused. Of a field type that takes files: rules in words, one or several, kept as given. */
  validationRules?: ValidationRules | string | string[] | null
  /** How an agent asks for it. */
  agentInstructions?: string | null
  /** How the lead is told about it. */
  clientInstructions?: string | null
}

/** The item as added. */
export interface AddedChecklistItem {
  /** UUID of the item on this lead. */
  id: string
  /** UUID of the lead. */
  leadId: string
  /** What calls name the item by. */
  code: string
  /** What people read. */
  label: string
  /** What kind of value it takes. */
  fieldType: FieldType
  /** Whether the lead is incomplete without it. */
  isRequired: boolean
  /** TODO. */
  status: ChecklistItemStatus
  /** How an agent asks for it. */
  agentInstructions: string | null
  /** How the lead is told about it. */
  clientInstructions: string | null
  /** When it was added. */
  createdAt: string
}

/** What became of the leads of a range. */
export interface AnalyticsAnswer {
  /** As asked. */
  start: string
  /** As asked. */
  end: string
  /** For the next page of `breakdown`; null on the last one. */
  nextToken: string | null
  /** Of all leads of the range, on each page the same. */
  totals: AnalyticsCounts
  /** A lead each, oldest first, at most 500. */
  breakdown: AnalyticsLead[]
}

/** What is counted of leads. */
export interface AnalyticsCounts {
  /** Leads. */
  count: number
  /** Leads whose status is COMPLETED. */
  leadsCompleted: number
  /** Leads that have opted out. */
  leadsOptedOut: number
  /** Messages of completed entries. */
  totalMessages: number
  /** Those from leads. */
  inboundMessages: number
  /** Those to leads. */
  outboundMessages: number
  /** Messages by channel; those of other channels count above only. */
  channels: {
    /** Messages by sms. */
    sms: {
      /** From leads. */
      inbound: number
      /** To leads. */
      outbound: number
    }
    /** Messages by email. */
    email: {
      /** From leads. */
      inbound: number
      /** To leads. */
      outbound: number
    }
  }
  /** How far the checklists are. */
  completion: {
    /** Required checklist items that apply. */
    totalRequired: number
    /** Those that are COMPLETED. */
    totalCompleted: number
    /** Who completed them. Values written by the API count as imported. */
    bySource: {
      /** By an agent; null: nothing records it. */
      agent: number | null
      /** By a call or an import. */
      imported: number
      /** By a person; null: nothing records it. */
      manual: number | null
      /** By the lead in a portal; null: nothing records it. */
      portal: number | null
    }
  }
  /** What people did. */
  interventions: {
    /** Validations of documents that a person overruled; null: nothing records it. */
    documentOverrides: number | null
    /** Leads that an agent handed to a person; null: nothing records it. */
    escalations: number | null
    /** MANUAL_UPDATE entries. */
    manualUpdates: number
    /** Drafts that a person changed; null: nothing records it. */
    messageEdits: number | null
    /** Drafts that a person refused; null: nothing records it. */
    messageRejects: number | null
  }
}

/** Where the CSV is. */
export interface AnalyticsFileAnswer {
  /** As asked. */
  start: string
  /** As asked. */
  end: string
  /** Address of the CSV, a line a lead, good for an hour. */
  downloadUrl: string
}

/** The counts of one lead. */
export interface AnalyticsLead {
  /** UUID of the lead. */
  leadId: string
  /** The id that your side gave it. */
  externalId: string | null
  /** When it was taken in. */
  createdAt: string
  /** Where it stands. */
  status: LeadStatus
  /** Leads. */
  count: number
  /** Leads whose status is COMPLETED. */
  leadsCompleted: number
  /** Leads that have opted out. */
  leadsOptedOut: number
  /** Messages of completed entries. */
  totalMessages: number
  /** Those from leads. */
  inboundMessages: number
  /** Those to leads. */
  outboundMessages: number
  /** Messages by channel; those of other channels count above only. */
  channels: {
    /** Messages by sms. */
    sms: {
      /** From leads. */
      inbound: number
      /** To leads. */
      outbound: number
    }
    /** Messages by email. */
    email: {
      /** From leads. */
      inbound: number
      /** To leads. */
      outbound: number
    }
  }
  /** How far the checklists are. */
  completion: {
    /** Required checklist items that apply. */
    totalRequired: number
    /** Those that are COMPLETED. */
    totalCompleted: number
    /** Who completed them. Values written by the API count as imported. */
    bySource: {
      /** By an agent; null: nothing records it. */
      agent: number | null
      /** By a call or an import. */
      imported: number
      /** By a person; null: nothing records it. */
      manual: number | null
      /** By the lead in a portal; null: nothing records it. */
      portal: number | null
    }
  }
  /** What people did. */
  interventions: {
    /** Validations of documents that a person overruled; null: nothing records it. */
    documentOverrides: number | null
    /** Leads that an agent handed to a person; null: nothing records it. */
    escalations: number | null
    /** MANUAL_UPDATE entries. */
    manualUpdates: number
    /** Drafts that a person changed; null: nothing records it. */
    messageEdits: number | null
    /** Drafts that a person refused; null: nothing records it. */
    messageRejects: number | null
  }
}

/** Who works on a lead. */
export type AssigneeType = 'AI_AGENT' | 'HUMAN_AGENT'

/** Where a lead came from. Members that it doesn’t name are ignored. */
export interface Attribution {
  /** UTM parameters. */
  utm?: {
    /** `utm_source`. */
    source?: string | null
    /** `utm_medium`. */
    medium?: string | null
    /** `utm_campaign`. */
    campaign?: string | null
    /** `utm_term`. */
    term?: string | null
    /** `utm_content`. */
    content?: string | null
  } | null
  /** Click ids by name, such as `gclid`, `fbclid`, `ttclid`, `msclkid`, `li_fat_id`. */
  clickIds?: Record<string, string | null> | null
  /** Ids of the ad platform, as text. */
  ad?: {
    /** Of the campaign. */
    campaignId?: string | null
    /** Of the group of ads. */
    adgroupId?: string | null
    /** Of the ad. */
    adId?: string | null
    /** Of the form. */
    formId?: string | null
    /** Of the page. */
    pageId?: string | null
  } | null
  /** The page that the lead came to first. */
  landingPageUrl?: string | null
  /** The page before. */
  referrerUrl?: string | null
  /** Address of the lead’s device. */
  ip?: string | null
  /** Its browser. */
  userAgent?: string | null
}

/** A key, a user of the console, a user of the admin command, a source, an import, or the service itself. */
export type AuditActorKind = 'key' | 'console' | 'cli' | 'source' | 'import' | 'system'

/** What somebody did, or read. */
export interface AuditEvent {
  /** UUID, in the order of time. */
  id: string
  /** When it was done. */
  at: string
  /** Who did it. */
  actor: {
    /** What acts. */
    kind: AuditActorKind
    /** Id of a key, a source or an import, or the name of a person. */
    id: string
    /** What the workspace calls a key; null for others. */
    name: string | null
  }
  /** What was done, such as `key.created`. There will be others. */
  action: string
  /** What it was done to. */
  subject: {
    /** What it is. */
    type: string
    /** Its id. */
    id: string
  }
  /** Address of the caller; null where there is none. */
  address: string | null
  /** Id of the call; null where there is none. */
  requestId: string | null
  /** What else is known: names, numbers and ids, never values of a lead. */
  details: Record<string, unknown>
}

/** The workspace’s calling hours at the lead’s place. */
export interface CallingWindow {
  /** Whether the lead may be called now, in every zone that it may be in. */
  open: boolean
  /** When that is so next; null while open. */
  opensAt: string | null
  /** IANA names of the zones looked at. */
  zones: string[]
  /** Start of the calling hours, as `08:00`. */
  from: string
  /** End of the calling hours, as `21:00`. */
  to: string
}

/** The leads that a create would match. */
export interface CheckLeadAnswer {
  /** Always true. */
  success: true
  /** In E.164 when possible, else as given. */
  phoneNumber: string | null
  /** The address that was found in what was given. */
  email: string | null
  /** Newest first, at most 100. */
  matchingLeads: MatchingLead[]
}

/** A phone number, an e-mail address, or both. The body of a create will do. */
export interface CheckLeadRequest {
  /** In any notation, its extension too. */
  phoneNumber?: string | number | null
  /** In any case. */
  email?: string | null
}

/** A part of a lead’s checklist. */
export interface ChecklistGroup {
  /** UUID of the group. */
  id: string
  /** What people read. */
  name: string
  /** When the group applies: a `Condition`, or null for always. */
  conditions: unknown
  /** In the template’s order, untouched ones included. */
  items: LeadChecklistItem[]
}

/** An item as the checklist defines it. */
export interface ChecklistItemDefinition {
  /** UUID of the item in the workspace’s template. */
  id: string
  /** What calls name the item by. */
  code: string
  /** What people read. */
  label: string
  /** What kind of value it takes. */
  fieldType: FieldType
  /** Whether the lead is incomplete without it. */
  isRequired: boolean
  /** When the item applies: a `Condition`, or null for always. */
  conditions: unknown
  /** What a value must satisfy beyond its type: `ValidationRules`, texts on field types that take files, or null. */
  validationRules: unknown
  /** How an agent asks for it. */
  agentInstructions: string | null
  /** How the lead is told about it. */
  clientInstructions: string | null
  /** Settings of the field type, such as the options of a SELECT. */
  config: unknown
}

/** What is known for one checklist item. */
export interface ChecklistItemInput {
  /** Code of an item of the lead’s checklist. */
  code: string
  /** Checked against the item’s type and rules: one that fails is kept, with the status INVALID. Null and blanks remove it. */
  value?: unknown
  /** Without it a value makes the item COMPLETED. A status alone leaves the value as it is. */
  status?: ChecklistItemStatus | null
}

/** Where a checklist item stands. */
export type ChecklistItemStatus = 'TODO' | 'COMPLETED' | 'INVALID' | 'SKIPPED' | 'NEEDS_REVIEW'

/** What somebody agreed to or took back, as it was recorded. */
export interface Consent {
  /** UUID. */
  id: string
  /** What it is about. */
  channel: OptOutChannel
  /** What was said. */
  status: ConsentStatus
  /** What for. */
  purpose: string | null
  /** The words that were agreed to. */
  text: string | null
  /** SHA-256 of the words, in hex. */
  textSha256: string | null
  /** Who may make contact. */
  seller: string | null
  /** When it was said. */
  capturedAt: string
  /** Address of the device. */
  ip: string | null
  /** Its browser. */
  userAgent: string | null
  /** The page that it was said on. */
  pageUrl: string | null
  /** A certificate of it. */
  certificateUrl: string | null
  /** Anything else that proves it. */
  evidence: unknown
  /** When the service was told. */
  recordedAt: string
}

/** What somebody agreed to or took back, with its proof. */
export interface ConsentInput {
  /** What it is about; `any` unless given. */
  channel?: OptOutChannel | null
  /** `granted` unless given. `withdrawn` suppresses the channel. */
  status?: ConsentStatus | null
  /** What for, such as `marketing`. */
  purpose?: string | null
  /** The words that were agreed to. */
  text?: string | null
  /** Who may make contact. */
  seller?: string | null
  /** When it was said; now unless given. */
  capturedAt?: string | null
  /** Address of the device. */
  ip?: string | null
  /** Its browser. */
  userAgent?: string | null
  /** The page that it was said on. */
  pageUrl?: string | null
  /** A certificate of it, such as TrustedForm’s or Jornaya’s. */
  certificateUrl?: string | null
  /** Anything else that proves it: any JSON, at most 16 kB. */
  evidence?: unknown
}

/** What was said last of each channel that something was said of. */
export type ConsentState = Record<string, {
  /** What was said last. */
  status: ConsentStatus
  /** When. */
  at: string
}>

/** What somebody said. */
export type ConsentStatus = 'granted' | 'withdrawn'

/** The lead as taken in. */
export interface CreateLeadAnswer {
  /** The lead itself. */
  lead: Lead
  /** Where the lead stands. */
  status: LeadStatus
  /** What the lead must not be contacted by: what it said itself, or what was said of its number or address. Null while it may be. */
  suppressed: Suppressed | null
  /** The full checklist, group by group. */
  checklistItems: ChecklistGroup[]
  /** Newest first, at most 100 and 1 MB. */
  documents: Document[]
  /** The timeline, newest first, at most 100 entries and 2 MB. */
  actionLogs: ActionLog[]
  /** Leads of the workspace with the same phone or e-mail, newest first, at most 100 and 1 MB. */
  matchingLeads: MatchingLead[]
  /** The newest COMPLETED outbound message or follow-up. */
  lastAction: LastAction | null
  /** The earliest PENDING follow-up. */
  nextFollowUp: ActionLog | null
  /** The earliest message that awaits approval. */
  nextDraft: ActionLog | null
  /** Lists that were cut; not there when none was. `Link` of a read leads to the rest. */
  truncated?: Array<'actionLogs' | 'documents' | 'matchingLeads' | 'lastAction.toolCalls'>
  /** Always true. */
  success: true
  /** Under the duplicate policies `reject` and `merge` only. */
  result?: WriteResult
  /** What is odd about what the call gave; empty as a rule. */
  warnings: LeadWarning[]
}

/** A lead to take in. Unknown members are kept in `customFields`, as far as they fit. Null means absent. */
export interface CreateLeadRequest {
  /** The only field that is required. */
  firstName: string
  /** Middle name. */
  middleName?: string | null
  /** Last name. */
  lastName?: string | null
  /** Name of the business. */
  businessName?: string | null
  /** An address that can’t be delivered to by its form is refused. A name around it and `mailto:` are fine; of several addresses the first counts. Matched without regard to case. One that stands for none, such as `none@none.com`, is kept and never matched. */
  email?: string | null
  /** In any notation, a JSON number too; of the workspace’s region without a country code. Of several numbers the first that can be read counts. A number that can’t be read is kept as given and never refuses the lead. One that stands for none, such as `123-456-7890`, is kept and never matched. */
  phoneNumber?: string | number | null
  /** Behind the number. Not needed where `phoneNumber` holds it; null takes that one. */
  phoneExtension?: string | null
  /** Address of the business’s website. */
  website?: string | null
  /** Where the lead came from; `api` unless given. */
  source?: string | null
  /** The id of the lead in your own system; need not be unique. */
  externalLeadId?: string | null
  /** Address of the lead in a portal. */
  externalPortalLink?: string | null
  /** When the lead was handed in, ISO 8601. */
  submittedAt?: string | null
  /** IANA name such as `America/New_York`. Without it the zone is inferred from the phone. */
  timezone?: string | null
  /** `agent` (or `AI_AGENT`, the default) or `manual` (or `HUMAN_AGENT`). */
  assigneeType?: 'agent' | 'manual' | 'AI_AGENT' | 'HUMAN_AGENT' | null
  /** True: the lead refuses to be contacted, and so does everybody with its number or address. False takes back what this lead said itself. */
  didOptOut?: boolean | null
  /** True: the address is verified as of now. */
  emailVerified?: boolean | null
  /** Anything else that you know, by name: at most 100 names of 64 characters, 16 kB together. Members of the body that no field is named like are kept here too. An update changes the names that it gives; null removes one. */
  customFields?: Record<string, unknown> | null
  /** Where the lead came from. `utm_source` and its siblings, `gclid`, `fbclid` and other click ids at the top level of the body are read as these. */
  attribution?: Attribution | null
  /** Instead of `firstName` and `lastName`: the last word is the last name, a single word the first; `Byron, Ada` has the last name in front. Kept in the timeline as given. */
  fullName?: string | null
  /** An unknown code, or one given twice, is refused. */
  checklistItems?: ChecklistItemInput[] | null
  /** What the lead agreed to or took back, with its proof: one or a list. */
  consent?: ConsentInput[] | ConsentInput | null
  /** At most 50 that differ; case doesn’t matter. Created on first use. */
  tags?: string[] | null
}

/** What became of each lead of a batch. */
export interface CreateLeadsAnswer {
  /** The batch was worked through; see `refused` and `results`. */
  success: true
  /** How many leads are stored. */
  accepted: number
  /** How many are not. */
  refused: number
  /** One for each lead, in the order of the request. */
  results: LeadResult[]
}

/** Leads to take in. */
export interface CreateLeadsRequest {
  /** 1 to 500 leads, each like the body of `POST /api/v1/leads`. */
  leads: unknown[]
}

/** An address that somebody else’s leads come in at. */
export interface CreateSourceRequest {
  /** Who sends. */
  kind: SourceKind
  /** For people. */
  name: string
  /** What proves who sends, by name. Stored encrypted and never answered. The kind says the names. */
  secrets?: Record<string, string>
  /** Beside what is recognized by itself. */
  mapping?: FieldMapping | null
  /** What every lead gets where its sender says nothing. */
  defaults?: SourceDefaults
  /** Null for the workspace’s own. */
  duplicatePolicy?: DuplicatePolicy | null
  /** Settings of the kind. */
  settings?: SourceSettings
}

/** The suppressions that hold now. */
export interface CreateSuppressionsAnswer {
  /** In the order given. One that held already is the one that was there. */
  suppressions: Suppression[]
  /** Always true. */
  success: true
}

/** Who must not be contacted. */
export interface CreateSuppressionsRequest {
  /** At most 1,000; all of them are taken, or none. */
  suppressions: SuppressionInput[]
}

/** An address that is to hear of events. */
export interface CreateWebhookEndpointRequest {
  /** Where to send: https, and no private address unless the service allows it. */
  url: string
  /** What to send; everything unless given. */
  events?: Array<'lead.created' | 'lead.updated' | 'lead.completed' | 'lead.enriched' | 'lead.deleted' | 'lead.erased' | 'lead.merged' | 'lead.unmerged' | 'document.received' | 'document.extracted' | 'action_log.completed' | 'action_log.failed' | 'submission.quarantined' | 'source.degraded' | 'enrichment.dead' | 'endpoint.disabled'> | null
  /** Whether `action_log.completed` tells of API_ACTIVITY entries, too; false unless given. */
  apiActivity?: boolean | null
  /** For people. */
  description?: string | null
}

/** The source and, this once, the secrets that were made for it. */
export interface CreatedSourceAnswer {
  /** The source. */
  source: Source
  /** What to do at the sender’s side, in order. */
  setUp: Array<{
    /** What to do there. */
    text: string
    /** What to paste. */
    value: string | null
  }>
  /** Secrets that were made because none was given, told this once. */
  madeSecrets: Record<string, string>
  /** Always true. */
  success: true
}

/** What was deleted. */
export interface DeleteLeadAnswer {
  /** Always true. */
  success: true
  /** The lead. */
  lead: {
    /** UUID of the lead. */
    id: string
    /** When it was deleted first. Not told to a key without `leads:read`. */
    deletedAt?: string
  }
}

/** The id of what was deleted. */
export interface DeleteWebhookEndpointAnswer {
  /** Always true. */
  success: true
  /** The endpoint that was. */
  webhookEndpoint: {
    /** UUID. */
    id: string
  }
}

/** A file of a lead. */
export interface Document {
  /** UUID of the document. */
  id: string
  /** Name of the file as it was sent. */
  filename: string
  /** Media type. */
  mimeType: string
  /** Bytes. */
  size: number
  /** Address to download it from, good for an hour. */
  signedUrl: string
  /** How far its content was extracted. */
  metadata: {
    /** Null before any extraction. */
    extractionStatus: string | null
  }
  /** Whether the document passed its validation; null before. */
  overallValid: boolean | null
  /** What the validation found. */
  validationResult: unknown
  /** When it was taken in. */
  createdAt: string
}

/** A file of a lead. */
export interface DocumentAnswer {
  /** UUID of the document. */
  id: string
  /** Name of the file as it was sent. */
  filename: string
  /** Media type. */
  mimeType: string
  /** Bytes. */
  size: number
  /** UUID of the lead. */
  leadId: string
  /** UUID of the workspace. */
  workspaceId: string
  /** Address to download it from, good for an hour. */
  signedUrl: string
  /** When it was taken in. */
  createdAt: string
  /** When it last changed. */
  updatedAt: string
  /** The file in base64, with `includeContent`. */
  content?: string
}

/** An extractor has read a document, or failed to. */
export interface DocumentExtractedEvent {
  /** What happened. */
  event: 'document.extracted'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** UUID of the document. */
    documentId: string
    /** UUID of the TOOL_CALL entry. */
    actionLogId: string
    /** Whether the document passed its validation; null before. */
    overallValid: boolean | null
  }
  /** UUID of the lead. */
  leadId: string
  /** The id that your side gave the lead. */
  externalLeadId: string | null
  /** UUID of the document. */
  documentId: string
  /** The id that your side gave the document. */
  externalId: string | null
  /** UUID of the entry of the upload. */
  parentActionId: string | null
  /** Whether the document could be read. */
  status: 'completed' | 'failed'
  /** What it is, for people. */
  summary: string | null
  /** What kind of document it is. */
  type: string | null
  /** What it is good for; null where that wasn’t told. */
  classification: {
    /** Why it serves no item of the checklist. */
    noMatchedItemReason: string | null
    /** Items that it serves. */
    matchedChecklistItems: Array<{
      /** Code of the item. */
      checklistItemCode: string
      /** What kind of value it takes. */
      fieldType: FieldType
      /** What people read. */
      label: string
      /** UUID of the item on the lead. */
      leadChecklistItemId: string
      /** Whether the document is valid for it; null where nothing was checked. */
      validation: {
        /** How the validation ended, in the extractor’s word. */
        status: string
        /** Why. */
        reasons: string[]
      } | null
    }>
  } | null
  /** What was read; null where that wasn’t told. */
  extractionResult: {
    /** What was read. */
    items: Array<{
      /** What the value is. */
      label: string
      /** The value. */
      value: unknown
      /** UUID of the item on the lead that it answers; null for none. */
      leadChecklistItemId: string | null
    }>
    /** How many values were read. */
    extractedCount: number
  } | null
}

/** A file was stored for a lead. */
export interface DocumentReceivedEvent {
  /** What happened. */
  event: 'document.received'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** UUID of the document. */
    documentId: string
    /** Its name. */
    filename: string
    /** Its type, by the content where it can be told. */
    mimeType: string
    /** Bytes. */
    size: number
    /** UUID of the definition of the item that it is for. */
    checklistItemId: string | null
  }
  /** The file. */
  document: {
    /** UUID of the document. */
    id: string
    /** The id that your side gave the document. */
    externalId: string | null
    /** Name of the file as it was sent. */
    filename: string
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave the lead. */
    externalLeadId: string | null
    /** Address to download it from, good for an hour from `timestamp` on. */
    signedUrl: string
    /** Bytes. */
    size: number
    /** Media type. */
    mimeType: string
    /** UUID of the message that it came with. */
    messageId: string | null
    /** How far its content was extracted. */
    metadata: {
      /** Null before any extraction. */
      extractionStatus: string | null
    }
    /** When it was taken in. */
    createdAt: string
  }
}

/** The workspace has the phone or the e-mail, and the duplicate policy is `reject`. */
export interface DuplicateLeadProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/duplicate-lead'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 409
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'duplicate_lead'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
  /** The newest lead that is already there. */
  existingLeadId?: string
  /** What it shares with the one sent. */
  matchedOn?: MatchField[]
  /** All leads that match. */
  matchingLeads?: Array<{
    /** UUID of the lead. */
    id: string
    /** What both share. */
    matchedOn: MatchField[]
  }>
  /** How many leads match, at most 100: for a key without `leads:read`, in place of the others. */
  matches?: number
}

/** What happens to a lead whose phone or e-mail the workspace already has: report, refuse, or merge it. */
export type DuplicatePolicy = 'flag' | 'reject' | 'merge'

/** An empty object: the call needs no more than its address. */
export interface EmptyRequest {}

/** A webhook endpoint was disabled because it failed for too long. The others are told. */
export interface EndpointDisabledEvent {
  /** What happened. */
  event: 'endpoint.disabled'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the webhook endpoint. */
    endpointId: string
    /** Why it was disabled. */
    reason: string
  }
}

/** Leads whose enrichment failed for good. They wait for a person. */
export interface EnrichmentDeadEvent {
  /** What happened. */
  event: 'enrichment.dead'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUIDs of the leads. */
    leadIds: string[]
    /** The job that failed for good. */
    job: string
    /** Why: class and code of the error. */
    reason: string
    /** How often it was tried. */
    attempts: number
  }
}

/** The erasure that was asked for. */
export interface EraseLeadAnswer {
  /** How far it is. */
  erasure: Erasure
  /** Always true. */
  success: true
}

/** How a person is to be erased. */
export interface EraseLeadRequest {
  /** Why; kept. Name nobody in it. */
  reason?: string | null
  /** True: nobody with the number or the address is to be contacted any more. What is suppressed already stays so in any case. Only a keyed hash of them is kept. */
  suppress?: boolean | null
}

/** A person who is erased. */
export interface Erasure {
  /** UUID. */
  id: string
  /** UUID of the lead. */
  leadId: string
  /** Why. */
  reason: string | null
  /** When it was asked for. From then on the lead is deleted. */
  requestedAt: string
  /** When nothing was left; null while the job is at it. */
  doneAt: string | null
}

/** All that is kept of one person. */
export interface ExportLeadAnswer {
  /** When it was made. */
  exportedAt: string
  /** The lead itself. */
  lead: Lead
  /** Where the lead stands. */
  status: LeadStatus
  /** What the lead must not be contacted by. */
  suppressed: Suppressed | null
  /** The full checklist. */
  checklistItems: ChecklistGroup[]
  /** All files, with addresses that are good for an hour; without them for a key that lacks `leads:read`. */
  documents: Document[]
  /** What the lead agreed to and took back. */
  consents: Consent[]
  /** What was told of its number and address. */
  suppressions: Suppression[]
  /** What it came in as, bodies among it. */
  submissions: GetSubmissionAnswer[]
  /** The whole timeline, newest first. */
  actionLogs: ActionLog[]
}

/** What each field is made of: `{"firstName": "first_name", "phoneNumber": {"first": ["mobile", "phone"]}, "tags[]": {"values": {"gold": "VIP"}, "of": "plan"}}`. */
export type FieldMapping = Record<string, ValueFrom | null>

/** What kind of value an item takes; the last four take files. */
export type FieldType = 'TEXT' | 'NUMBER' | 'DATE' | 'EMAIL' | 'PHONE' | 'EIN' | 'SELECT' | 'ADDRESS' | 'TOOL' | 'FILE' | 'BANK_STATEMENT' | 'ID' | 'TAX_RETURN'

/** What the bytes of a file stand for. */
export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** The key lacks the scope, or a test key would change webhooks. */
export interface ForbiddenProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/forbidden'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 403
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'forbidden'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** An import. */
export interface GetImportAnswer {
  /** The import as it is now. */
  import: Import
}

/** A lead with everything that belongs to it, and whether it may be called now. */
export interface GetLeadAnswer {
  /** The lead itself. */
  lead: Lead
  /** Where the lead stands. */
  status: LeadStatus
  /** What the lead must not be contacted by: what it said itself, or what was said of its number or address. Null while it may be. */
  suppressed: Suppressed | null
  /** The full checklist, group by group. */
  checklistItems: ChecklistGroup[]
  /** Newest first, at most 100 and 1 MB. */
  documents: Document[]
  /** The timeline, newest first, at most 100 entries and 2 MB. */
  actionLogs: ActionLog[]
  /** Leads of the workspace with the same phone or e-mail, newest first, at most 100 and 1 MB. */
  matchingLeads: MatchingLead[]
  /** The newest COMPLETED outbound message or follow-up. */
  lastAction: LastAction | null
  /** The earliest PENDING follow-up. */
  nextFollowUp: ActionLog | null
  /** The earliest message that awaits approval. */
  nextDraft: ActionLog | null
  /** Lists that were cut; not there when none was. `Link` of a read leads to the rest. */
  truncated?: Array<'actionLogs' | 'documents' | 'matchingLeads' | 'lastAction.toolCalls'>
  /** Null while no zone is known. */
  callingWindow: CallingWindow | null
}

/** A source, and how to set its sender up. */
export interface GetSourceAnswer {
  /** The source. */
  source: Source
  /** What to do at the sender’s side, in order. */
  setUp: Array<{
    /** What to do there. */
    text: string
    /** What to paste. */
    value: string | null
  }>
}

/** Something that came in, with its body. */
export interface GetSubmissionAnswer {
  /** UUID of the submission. */
  id: string
  /** UUID of its source; that of calls of the API is the same everywhere. */
  sourceId: string
  /** The sender’s own id of it. */
  externalId: string | null
  /** Where it stands. */
  status: SubmissionStatus
  /** Why it is not a lead, for programs. */
  code: string | null
  /** What is wrong with it, or odd about it. */
  errors: Array<{
    /** Into the lead. */
    pointer: string
    /** What it is, for programs. */
    code: string
    /** What it is, for people. */
    message: string
    /** The name in the record that it is about. */
    name?: string
  }>
  /** UUID of the lead that it became, or that was there. */
  leadId: string | null
  /** Whether it is a test. */
  isTest: boolean
  /** Whether its body is still kept. */
  hasBody: boolean
  /** Of its body. */
  contentType: string | null
  /** Tries to fetch it. */
  attempts: number
  /** When it is fetched next. */
  nextAttemptAt: string | null
  /** When it came in. */
  receivedAt: string
  /** What came in: text as it is, else base64. Null where it is not kept, and without `leads:read`. */
  body: string | null
  /** How `body` is written. */
  bodyEncoding: 'text' | 'base64' | null
  /** Some of its headers; none without `leads:read`. */
  headers: Record<string, string>
  /** Where it came from; null without `leads:read`. */
  ip: string | null
  /** The program that sent it; null without `leads:read`. */
  userAgent: string | null
}

/** A suppression. */
export interface GetSuppressionAnswer {
  /** As it is now. */
  suppression: Suppression
}

/** An endpoint. */
export interface GetWebhookEndpointAnswer {
  /** The endpoint. */
  webhookEndpoint: WebhookEndpoint
}

/** A call with this Idempotency-Key is still running. */
export interface IdempotencyKeyInUseProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/idempotency-key-in-use'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 409
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'idempotency_key_in_use'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** The Idempotency-Key came before, with another body or for another lead. */
export interface IdempotencyKeyReusedProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/idempotency-key-reused'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 422
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'idempotency_key_reused'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** A file of leads that is taken in row by row. */
export interface Import {
  /** UUID of the import. */
  id: string
  /** Where it stands. */
  status: ImportStatus
  /** What the file is. */
  format: 'csv' | 'ndjson'
  /** Of a CSV: what it is read as. */
  encoding: FileEncoding | null
  /** The name that was given for it. */
  filename: string | null
  /** Whether it makes test leads. */
  isTest: boolean
  /** What was asked for; null for the workspace’s own. */
  duplicatePolicy: 'flag' | 'reject' | 'merge' | null
  /** Of a CSV: what each column becomes. */
  columns: Array<{
    /** As in the header. */
    name: string
    /** What a lead gets of it; null: left out. */
    field: string | null
  }> | null
  /** Bytes of the file. */
  size: number
  /** How many of them are read. */
  bytesDone: number
  /** What became of the rows. */
  rows: {
    /** Rows so far. */
    read: number
    /** Rows that became a lead. */
    created: number
    /** Rows that were merged into a lead that was there. */
    merged: number
    /** Rows that were refused; the results say why. */
    refused: number
    /** Rows that were stored with a warning; the results say which. */
    warned: number
  }
  /** Why it failed. */
  error: string | null
  /** When it was told to stop; CANCELLED once the rows under way are recorded. */
  cancelRequestedAt: string | null
  /** When it was received. */
  createdAt: string
  /** When its first row was read. */
  startedAt: string | null
  /** When it ended. */
  completedAt: string | null
}

/** The import as it is now. */
export interface ImportAnswer {
  /** The import as it is now. */
  import: Import
  /** Always true. */
  success: true
}

/** What an import of a file would do. */
export interface ImportPreview {
  /** What the file is. */
  format: 'csv' | 'ndjson'
  /** Of a CSV: what it is read as. */
  encoding: FileEncoding | null
  /** Of a CSV: what parts its columns. */
  delimiter: string | null
  /** Of a CSV: what each column becomes. */
  columns: Array<{
    /** As in the header. */
    name: string
    /** What a lead gets of it; null: left out. */
    field: string | null
    /** Its first different values, at most three. */
    samples: string[]
  }> | null
  /** How many rows were looked at. */
  rowsLookedAt: number
  /** Whether these are all rows of the file. */
  complete: boolean
  /** What would become of the rows. Leads that are there already are not looked up. */
  rows: {
    /** Rows that could be taken in. */
    accepted: number
    /** Rows that would be refused. */
    refused: number
    /** Rows that would be stored with a warning. */
    warned: number
    /** Rows whose phone can’t be read. */
    unreadPhones: number
  }
  /** The first leads as they would be, at most 10. */
  leads: Array<{
    /** Place of the row in the file: 1 is the first; a header and empty lines don’t count. */
    row: number
    /** Line of the file on which the row begins; absent where it isn’t known. */
    line?: number
    /** Its fields, tags and checklist values. */
    lead: Record<string, unknown>
    /** What was odd about the row, with pointers into the lead. */
    warnings: Array<{
      /** RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header. */
      pointer: string
      /** Stable name of the fault, such as `required` or `too_long`. */
      code: string
      /** The fault, for people. */
      message: string
      /** Of a CSV: the column that it came from. */
      column?: string
      /** Of a CSV: what stands there, at most 200 characters. */
      value?: string
    }>
  }>
  /** What would be refused, at most 100 rows. */
  refused: Array<{
    /** Place of the row in the file: 1 is the first; a header and empty lines don’t count. */
    row: number
    /** Nothing was stored. */
    outcome: 'refused'
    /** Line of the file on which the row begins; absent where it isn’t known. */
    line?: number
    /** What a single create would have been refused with. */
    code: 'invalid_request' | 'invalid_json' | 'unauthorized' | 'forbidden' | 'not_found' | 'method_not_allowed' | 'request_timeout' | 'duplicate_lead' | 'opted_out' | 'idempotency_key_in_use' | 'idempotency_key_reused' | 'payload_too_large' | 'unsupported_media_type' | 'rate_limited' | 'internal_error' | 'overloaded' | 'unavailable'
    /** Why, for people. */
    detail: string
    /** Each single fault, with pointers into the lead. */
    errors?: Array<{
      /** RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header. */
      pointer: string
      /** Stable name of the fault, such as `required` or `too_long`. */
      code: string
      /** The fault, for people. */
      message: string
      /** Of a CSV: the column that it came from. */
      column?: string
      /** Of a CSV: what stands there, at most 200 characters. */
      value?: string
    }>
    /** Of a `duplicate_lead`: the newest lead that is there. */
    existingLeadId?: string
    /** What was odd about the row, with pointers into the lead. */
    warnings: Array<{
      /** RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header. */
      pointer: string
      /** Stable name of the fault, such as `required` or `too_long`. */
      code: string
      /** The fault, for people. */
      message: string
      /** Of a CSV: the column that it came from. */
      column?: string
      /** Of a CSV: what stands there, at most 200 characters. */
      value?: string
    }>
    /** Of a CSV: the row as it stands in the file. */
    values?: string[]
  }>
  /** What would be stored with a warning, at most 100 rows. */
  warned: Array<{
    /** Place of the row in the file: 1 is the first; a header and empty lines don’t count. */
    row: number
    /** Line of the file on which the row begins; absent where it isn’t known. */
    line?: number
    /** What was odd about the row, with pointers into the lead. */
    warnings: Array<{
      /** RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header. */
      pointer: string
      /** Stable name of the fault, such as `required` or `too_long`. */
      code: string
      /** The fault, for people. */
      message: string
      /** Of a CSV: the column that it came from. */
      column?: string
      /** Of a CSV: what stands there, at most 200 characters. */
      value?: string
    }>
  }>
}

/** The answer to `preview=true`; nothing is stored. */
export interface ImportPreviewAnswer {
  /** Always true. */
  success: true
  /** What an import would do. */
  preview: ImportPreview
}

/** What became of one row. */
export type ImportResult = {
  /** Place of the row in the file: 1 is the first; a header and empty lines don’t count. */
  row: number
  /** The row is stored. */
  outcome: 'created' | 'merged'
  /** Line of the file on which the row begins; absent where it isn’t known. */
  line?: number
  /** UUID of the lead. */
  leadId: string
  /** What was odd about the row, with pointers into the lead. */
  warnings: Array<{
    /** RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header. */
    pointer: string
    /** Stable name of the fault, such as `required` or `too_long`. */
    code: string
    /** The fault, for people. */
    message: string
    /** Of a CSV: the column that it came from. */
    column?: string
    /** Of a CSV: what stands there, at most 200 characters. */
    value?: string
  }>
} | {
  /** Place of the row in the file: 1 is the first; a header and empty lines don’t count. */
  row: number
  /** Nothing was stored. */
  outcome: 'refused'
  /** Line of the file on which the row begins; absent where it isn’t known. */
  line?: number
  /** What a single create would have been refused with. */
  code: 'invalid_request' | 'invalid_json' | 'unauthorized' | 'forbidden' | 'not_found' | 'method_not_allowed' | 'request_timeout' | 'duplicate_lead' | 'opted_out' | 'idempotency_key_in_use' | 'idempotency_key_reused' | 'payload_too_large' | 'unsupported_media_type' | 'rate_limited' | 'internal_error' | 'overloaded' | 'unavailable'
  /** Why, for people. */
  detail: string
  /** Each single fault, with pointers into the lead. */
  errors?: Array<{
    /** RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header. */
    pointer: string
    /** Stable name of the fault, such as `required` or `too_long`. */
    code: string
    /** The fault, for people. */
    message: string
    /** Of a CSV: the column that it came from. */
    column?: string
    /** Of a CSV: what stands there, at most 200 characters. */
    value?: string
  }>
  /** Of a `duplicate_lead`: the newest lead that is there. */
  existingLeadId?: string
  /** What was odd about the row, with pointers into the lead. */
  warnings: Array<{
    /** RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header. */
    pointer: string
    /** Stable name of the fault, such as `required` or `too_long`. */
    code: string
    /** The fault, for people. */
    message: string
    /** Of a CSV: the column that it came from. */
    column?: string
    /** Of a CSV: what stands there, at most 200 characters. */
    value?: string
  }>
  /** Of a CSV: the row as it stands in the file. */
  values?: string[]
}

/** RECEIVED waits for its turn, RUNNING is read; the others are final. */
export type ImportStatus = 'RECEIVED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED'

/** A fault of the service. Whether a write took place is not known: repeat it with its Idempotency-Key. */
export interface InternalErrorProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/internal-error'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 500
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'internal_error'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** The body is no JSON in UTF-8. */
export interface InvalidJsonProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/invalid-json'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 400
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'invalid_json'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** Members of the body, the query or a header are wrong; `errors` names each. */
export interface InvalidRequestProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/invalid-request'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 400
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'invalid_request'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** A timeline entry with its tool calls. */
export interface LastAction {
  /** UUID of the entry. */
  id: string
  /** What it tells of. */
  type: ActionLogType
  /** Where it stands. */
  status: ActionLogStatus
  /** One line for people. */
  summary: string | null
  /** What went into it. Of an API_ACTIVITY: the request id and what changed. */
  input: unknown
  /** What came of it. */
  output: unknown
  /** Why it failed. */
  error: string | null
  /** The entry that this one belongs to, as a tool call to its message. */
  parentActionId: string | null
  /** When a message is to be sent. */
  scheduledAt: string | null
  /** When it was written. */
  createdAt: string
  /** When it was completed. */
  completedAt: string | null
  /** The tool of a TOOL_CALL. */
  tool: {
    /** UUID of the tool. */
    id: string
    /** What it is called. */
    name: string
    /** What it does. */
    description: string | null
  } | null
  /** The messages of a MESSAGE or FOLLOW_UP_MESSAGE. */
  messages: Message[]
  /** Files that it concerns. */
  documents: Document[]
  /** The TOOL_CALL entries that belong to it. */
  toolCalls: ActionLog[]
}

/** A person or business that someone wants to talk to. */
export interface Lead {
  /** UUID, version 7: later leads have greater ids. */
  id: string
  /** The workspace that the key belongs to. */
  workspaceId: string
  /** First name. */
  firstName: string
  /** Middle name. */
  middleName: string | null
  /** Last name. */
  lastName: string | null
  /** Name of the business. */
  businessName: string | null
  /** As given, without what can’t be seen and what stood around it. */
  email: string | null
  /** In E.164 when the number could be parsed, else as given. */
  phoneNumber: string | null
  /** Digits to dial behind the number. Leads with the same number match unless their extensions differ. */
  phoneExtension: string | null
  /** Address of the business’s website. */
  website: string | null
  /** Where the lead came from: `api` unless the call said so. */
  source: string
  /** The id of the lead in your own system. Several leads may have the same. */
  externalLeadId: string | null
  /** Address of the lead in a portal; null where there is none. */
  externalPortalLink: string | null
  /** When the lead was handed in; null while it is not. */
  submittedAt: string | null
  /** IANA name. Given, or inferred from the phone a moment after the lead was taken in. */
  timezone: string | null
  /** Who works on the lead. */
  assigneeType: AssigneeType
  /** Whether the lead must not be contacted, by some channel at least. `suppressed` says which. */
  didOptOut: boolean
  /** Since when. */
  optOutAt: string | null
  /** When the address was last said to be verified; a changed address is not. */
  emailVerifiedAt: string | null
  /** What the sender knows beyond the fields, by name. */
  customFields: Record<string, unknown>
  /** Where the lead came from. The first that was told stays; what a later call tells is `lastTouch`. */
  attribution: Record<string, unknown> | null
  /** Why the lead must not be contacted; null while it may be. */
  optOutReason: string | null
  /** What the lead agreed to or took back. */
  consent: ConsentState
  /** When the number was verified. */
  phoneVerifiedAt: string | null
  /** Null while no zone is known. */
  timezoneSource: TimezoneSource | null
  /** Null for a given zone, and while none is known. */
  timezoneConfidence: TimezoneConfidence | null
  /** Other zones that the phone may be in. */
  timezoneAlternatives: string[]
  /** What an inferred zone rests on. */
  timezoneBasis: string | null
  /** Whether a test key made the lead. Test leads are never matched. */
  isTest: boolean
  /** Labels, spelled as the workspace saw them first. */
  tags: string[]
  /** One line on what happened last, written by the enrichment; null until then. */
  activitySummary: string | null
  /** When the lead was taken in. */
  createdAt: string
  /** When anything of the lead changed last. */
  updatedAt: string
  /** When the lead was deleted, or merged; null while it is not. */
  deletedAt: string | null
  /** The lead that it was merged into. Only on a lead that was. */
  mergedInto?: string
}

/** An item of a lead’s checklist with its value. */
export interface LeadChecklistItem {
  /** UUID of the item on this lead; the same before and after its first value. */
  id: string
  /** UUID of its definition. */
  checklistItemId: string
  /** The value as given; null without one. */
  value: unknown
  /** Where the item stands. */
  status: ChecklistItemStatus
  /** Kept as given by updates. */
  itemOverride: unknown
  /** Other values seen, kept as given by updates. */
  alternateValues: unknown
  /** Why the value is INVALID. */
  validationError: string | null
  /** The definition. */
  checklistItem: ChecklistItemDefinition
  /** On file types only. */
  documents?: Document[]
}

/** All required items of a lead are done; once for a lead. */
export interface LeadCompletedEvent {
  /** What happened. */
  event: 'lead.completed'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** First name. */
    firstName: string
    /** Middle name. */
    middleName: string | null
    /** Last name. */
    lastName: string | null
    /** Name of the business. */
    businessName: string | null
    /** As given, without what can’t be seen and what stood around it. */
    email: string | null
    /** In E.164 when the number could be parsed, else as given. */
    phoneNumber: string | null
    /** Address of the business’s website. */
    website: string | null
    /** Where the lead came from: `api` unless the call said so. */
    source: string
    /** What the sender knows beyond the fields, by name. */
    customFields: Record<string, unknown>
    /** Where the lead came from. The first that was told stays; what a later call tells is `lastTouch`. */
    attribution: Record<string, unknown> | null
    /** The items that were ever touched. */
    checklistItems: Array<{
      /** UUID of the item’s definition. */
      checklistItemId: string
      /** Its code. */
      checklistItemCode: string
      /** What is stored for it; null for nothing. */
      value: unknown
      /** How far it is. */
      status: ChecklistItemStatus
      /** Other values that were found for it. */
      alternateValues: unknown
      /** When it was last changed. */
      updatedAt: string
      /** On file types only. */
      documents?: Array<{
        /** UUID of the document. */
        documentId: string
        /** The id that your side gave the document. */
        externalId: string | null
        /** Name of the file as it was sent. */
        filename: string
        /** Media type. */
        mimeType: string
        /** Bytes. */
        size: number
        /** What the validation found. */
        validationResult: unknown
      }>
    }>
  }
}

/** A lead was taken in. */
export interface LeadCreatedEvent {
  /** What happened. */
  event: 'lead.created'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** First name. */
    firstName: string
    /** Middle name. */
    middleName: string | null
    /** Last name. */
    lastName: string | null
    /** Name of the business. */
    businessName: string | null
    /** As given, without what can’t be seen and what stood around it. */
    email: string | null
    /** In E.164 when the number could be parsed, else as given. */
    phoneNumber: string | null
    /** Address of the business’s website. */
    website: string | null
    /** Where the lead came from: `api` unless the call said so. */
    source: string
    /** What the sender knows beyond the fields, by name. */
    customFields: Record<string, unknown>
    /** Where the lead came from. The first that was told stays; what a later call tells is `lastTouch`. */
    attribution: Record<string, unknown> | null
  }
}

/** A lead was deleted. */
export interface LeadDeletedEvent {
  /** What happened. */
  event: 'lead.deleted'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** When it was deleted. */
    deletedAt: string
  }
}

/** The jobs after a create or a change are done. */
export interface LeadEnrichedEvent {
  /** What happened. */
  event: 'lead.enriched'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** IANA name of the time zone. */
    timezone: string | null
    /** `provided` by a call, or inferred from the `phone`. */
    timezoneSource: string | null
    /** Of one that was inferred: `high`, `medium`, `low` or `none`. */
    timezoneConfidence: string | null
    /** What the last activity was. */
    activitySummary: string
  }
}

/** Nothing is left of the person behind a lead but its id. */
export interface LeadErasedEvent {
  /** What happened. */
  event: 'lead.erased'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** When nothing was left of it. */
    erasedAt: string
  }
}

/** One lead that became part of another. */
export interface LeadMerge {
  /** UUID of the lead that was merged. */
  leadId: string
  /** UUID of the lead that stays. */
  into: string
  /** When. */
  mergedAt: string
  /** Until when it can be undone. */
  undoUntil: string
}

/** A lead became part of another. */
export interface LeadMergedEvent {
  /** What happened. */
  event: 'lead.merged'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** UUID of the lead that stays. */
    into: string
    /** The id that your side gave that one. */
    intoExternalId: string | null
  }
}

/** What became of one lead of a batch. */
export type LeadResult = {
  /** Place of the lead in the request, from 0. */
  index: number
  /** The lead is stored. */
  status: 200
  /** Whether this is the answer of an earlier call with the same key. */
  replayed: boolean
  /** What `POST /api/v1/leads` answers; the id alone with `Prefer: return=minimal`. */
  answer: CreateLeadAnswer | MinimalLeadAnswer | SubmittedAnswer
} | {
  /** Place of the lead in the request, from 0. */
  index: number
  /** The status that the lead would have been refused with by itself. */
  status: number
  /** Why. Pointers start at `/leads/{index}`. */
  problem: {
    /** Names the kind of problem, and leads to its page at this host; the same for one `code`. */
    type: string
    /** The kind, for people. */
    title: string
    /** The HTTP status. */
    status: number
    /** What is wrong this time, for people. */
    detail: string
    /** Path of the request. */
    instance: string
    /** Always false. */
    success: false
    /** The same as `detail`. */
    error: string
    /** Stable name of the kind, for programs. */
    code: 'invalid_request' | 'invalid_json' | 'unauthorized' | 'forbidden' | 'not_found' | 'method_not_allowed' | 'request_timeout' | 'duplicate_lead' | 'opted_out' | 'idempotency_key_in_use' | 'idempotency_key_reused' | 'payload_too_large' | 'unsupported_media_type' | 'rate_limited' | 'internal_error' | 'overloaded' | 'unavailable'
    /** The `X-Request-Id` of the answer; every log line of the request has it. */
    requestId: string
    /** Whether the same request may succeed later. */
    retryable: boolean
    /** What is wrong with the request, at most 50 places. */
    errors: ProblemField[]
  }
}

/** Computed from the lead and its checklist: OPTED_OUT and NOT_INTERESTED as set; with every required item done REVIEW when one needs review, else COMPLETED; otherwise IN_PROGRESS. */
export type LeadStatus = 'OPTED_OUT' | 'NOT_INTERESTED' | 'REVIEW' | 'COMPLETED' | 'IN_PROGRESS'

/** A merge was undone: the lead is there again. */
export interface LeadUnmergedEvent {
  /** What happened. */
  event: 'lead.unmerged'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** UUID of the lead that it was part of. */
    from: string
  }
}

/** A call changed a lead. Other members than the ids are there where they changed, null where they were cleared. */
export interface LeadUpdatedEvent {
  /** What happened. */
  event: 'lead.updated'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the lead. */
    leadId: string
    /** The id that your side gave it. */
    externalId: string | null
    /** First name. */
    firstName?: string
    /** Middle name. */
    middleName?: string | null
    /** Last name. */
    lastName?: string | null
    /** Name of the business. */
    businessName?: string | null
    /** As given, without what can’t be seen and what stood around it. */
    email?: string | null
    /** In E.164 when the number could be parsed, else as given. */
    phoneNumber?: string | null
    /** Digits to dial behind the number. Leads with the same number match unless their extensions differ. */
    phoneExtension?: string | null
    /** Address of the business’s website. */
    website?: string | null
    /** Where the lead came from: `api` unless the call said so. */
    source?: string
    /** Address of the lead in a portal; null where there is none. */
    externalPortalLink?: string | null
    /** When the lead was handed in; null while it is not. */
    submittedAt?: string | null
    /** IANA name. Given, or inferred from the phone a moment after the lead was taken in. */
    timezone?: string | null
    /** Who works on the lead. */
    assigneeType?: AssigneeType
    /** Whether the lead must not be contacted, by some channel at least. `suppressed` says which. */
    didOptOut?: boolean
    /** Whether the e-mail address is verified. */
    emailVerified?: boolean
    /** What the sender knows beyond the fields, by name. */
    customFields?: Record<string, unknown>
    /** Where the lead came from. The first that was told stays; what a later call tells is `lastTouch`. */
    attribution?: Record<string, unknown> | null
    /** The status that the call set, changed or not. */
    status?: string
    /** All tags that it has now. */
    tags?: string[]
    /** The items of the call. */
    checklistItems?: Array<{
      /** UUID of the item’s definition. */
      checklistItemId: string
      /** Its code. */
      checklistItemCode: string
      /** What is stored for it; null for nothing. */
      value: unknown
      /** How far it is. */
      status: ChecklistItemStatus
    }>
  }
}

/** Something odd about a lead that was taken all the same. */
export interface LeadWarning {
  /** Into the body. */
  pointer: string
  /** What it is, for programs. */
  code: string
  /** What it is, for people. It holds no value. */
  message: string
}

/** NDJSON: one body of `POST /api/v1/leads` a line. Or, as `text/csv`, a CSV with a header. In UTF-8, a row at most a megabyte. */
export type LeadsFile = string

/** Why somebody may be contacted again. */
export interface LiftSuppressionRequest {
  /** Why it no longer holds. Kept. */
  reason: string
}

/** A page of audit events. */
export interface ListAuditEventsAnswer {
  /** Newest first. */
  auditEvents: AuditEvent[]
  /** Opens the next page; null on the last one. */
  nextCursor: string | null
}

/** The next changes. */
export interface ListChangesAnswer {
  /** In the order of their last change, as they are now. `deletedAt` tells of deleted ones. */
  leads: ListedLead[]
  /** For the next call. Keep it once you have done what the answer tells. */
  nextCursor: string
  /** Whether to ask again at once; otherwise ask again later, with the same cursor. */
  hasMore: boolean
}

/** The proof of what a lead agreed to. */
export interface ListConsentsAnswer {
  /** UUID of the lead. */
  leadId: string
  /** Where it stands. */
  state: ConsentState
  /** All that was recorded, oldest first. Nothing is ever changed. */
  consents: Consent[]
}

/** A page of imports. */
export interface ListImportsAnswer {
  /** Newest first. */
  imports: Import[]
  /** Opens the next page; null on the last one. */
  nextCursor: string | null
}

/** A page of leads. */
export interface ListLeadsAnswer {
  /** Newest first. A page may hold fewer than `limit`, even none. */
  leads: ListedLead[]
  /** For the next page; only null is the end. */
  nextCursor: string | null
}

/** All sources of the workspace. */
export interface ListSourcesAnswer {
  /** Oldest first. */
  sources: Source[]
}

/** A page of submissions. */
export interface ListSubmissionsAnswer {
  /** Newest first. */
  submissions: Submission[]
  /** Opens the next page; null on the last one. */
  nextCursor: string | null
}

/** A page of suppressions. */
export interface ListSuppressionsAnswer {
  /** Newest first. */
  suppressions: Suppression[]
  /** For the next page; null on the last. */
  nextCursor: string | null
}

/** What the workspace’s calls get slightly wrong. */
export interface ListWarningsAnswer {
  /** What was seen last first, at most 200. */
  warnings: Warning[]
  /** Whether there are others. */
  more: boolean
}

/** A page of an endpoint’s deliveries. */
export interface ListWebhookDeliveriesAnswer {
  /** Newest first. */
  webhookDeliveries: WebhookDelivery[]
  /** Opens the next page; null on the last one. */
  nextCursor: string | null
}

/** All endpoints of the workspace. */
export interface ListWebhookEndpointsAnswer {
  /** Oldest first. */
  webhookEndpoints: WebhookEndpoint[]
}

/** A file of a lead, with what it was sent for. */
export interface ListedDocument {
  /** UUID of the document. */
  id: string
  /** Name of the file as it was sent. */
  filename: string
  /** Media type. */
  mimeType: string
  /** Bytes. */
  size: number
  /** Address to download it from, good for an hour. */
  signedUrl: string
  /** How far its content was extracted. */
  metadata: {
    /** Null before any extraction. */
    extractionStatus: string | null
  }
  /** Whether the document passed its validation; null before. */
  overallValid: boolean | null
  /** What the validation found. */
  validationResult: unknown
  /** When it was taken in. */
  createdAt: string
  /** As given with the upload. */
  externalId: string | null
  /** The checklist items that it was sent for. */
  leadChecklistItemDocument: Array<{
    /** UUID of the two together. */
    id: string
    /** UUID that the checklist item has on the lead. */
    leadChecklistItemId: string
    /** UUID of the document. */
    documentId: string
    /** Whether the document passed its validation; null before. */
    overallValid: boolean | null
    /** What the validation found. */
    validationResult: unknown
  }>
}

/** A lead of a list. */
export interface ListedLead {
  /** UUID, version 7: later leads have greater ids. */
  id: string
  /** The workspace that the key belongs to. */
  workspaceId: string
  /** First name. */
  firstName: string
  /** Middle name. */
  middleName: string | null
  /** Last name. */
  lastName: string | null
  /** Name of the business. */
  businessName: string | null
  /** As given, without what can’t be seen and what stood around it. */
  email: string | null
  /** In E.164 when the number could be parsed, else as given. */
  phoneNumber: string | null
  /** Digits to dial behind the number. Leads with the same number match unless their extensions differ. */
  phoneExtension: string | null
  /** Address of the business’s website. */
  website: string | null
  /** Where the lead came from: `api` unless the call said so. */
  source: string
  /** The id of the lead in your own system. Several leads may have the same. */
  externalLeadId: string | null
  /** Address of the lead in a portal; null where there is none. */
  externalPortalLink: string | null
  /** When the lead was handed in; null while it is not. */
  submittedAt: string | null
  /** IANA name. Given, or inferred from the phone a moment after the lead was taken in. */
  timezone: string | null
  /** Who works on the lead. */
  assigneeType: AssigneeType
  /** Whether the lead must not be contacted, by some channel at least. `suppressed` says which. */
  didOptOut: boolean
  /** Since when. */
  optOutAt: string | null
  /** When the address was last said to be verified; a changed address is not. */
  emailVerifiedAt: string | null
  /** What the sender knows beyond the fields, by name. */
  customFields: Record<string, unknown>
  /** Where the lead came from. The first that was told stays; what a later call tells is `lastTouch`. */
  attribution: Record<string, unknown> | null
  /** Why the lead must not be contacted; null while it may be. */
  optOutReason: string | null
  /** What the lead agreed to or took back. */
  consent: ConsentState
  /** When the number was verified. */
  phoneVerifiedAt: string | null
  /** Null while no zone is known. */
  timezoneSource: TimezoneSource | null
  /** Null for a given zone, and while none is known. */
  timezoneConfidence: TimezoneConfidence | null
  /** Other zones that the phone may be in. */
  timezoneAlternatives: string[]
  /** What an inferred zone rests on. */
  timezoneBasis: string | null
  /** Whether a test key made the lead. Test leads are never matched. */
  isTest: boolean
  /** Labels, spelled as the workspace saw them first. */
  tags: string[]
  /** One line on what happened last, written by the enrichment; null until then. */
  activitySummary: string | null
  /** When the lead was taken in. */
  createdAt: string
  /** When anything of the lead changed last. */
  updatedAt: string
  /** When the lead was deleted, or merged; null while it is not. */
  deletedAt: string | null
  /** The lead that it was merged into. Only on a lead that was. */
  mergedInto?: string
  /** Where the lead stands. */
  status: LeadStatus
  /** What the lead must not be contacted by; null while it may be. */
  suppressed: Suppressed | null
}

/** What two leads share. */
export type MatchField = 'phone' | 'email'

/** Another lead of the workspace with the same phone or e-mail. */
export interface MatchingLead {
  /** UUID, version 7: later leads have greater ids. */
  id: string
  /** The workspace that the key belongs to. */
  workspaceId: string
  /** First name. */
  firstName: string
  /** Middle name. */
  middleName: string | null
  /** Last name. */
  lastName: string | null
  /** Name of the business. */
  businessName: string | null
  /** As given, without what can’t be seen and what stood around it. */
  email: string | null
  /** In E.164 when the number could be parsed, else as given. */
  phoneNumber: string | null
  /** Digits to dial behind the number. Leads with the same number match unless their extensions differ. */
  phoneExtension: string | null
  /** Address of the business’s website. */
  website: string | null
  /** Where the lead came from: `api` unless the call said so. */
  source: string
  /** The id of the lead in your own system. Several leads may have the same. */
  externalLeadId: string | null
  /** Address of the lead in a portal; null where there is none. */
  externalPortalLink: string | null
  /** When the lead was handed in; null while it is not. */
  submittedAt: string | null
  /** IANA name. Given, or inferred from the phone a moment after the lead was taken in. */
  timezone: string | null
  /** Who works on the lead. */
  assigneeType: AssigneeType
  /** Whether the lead must not be contacted, by some channel at least. `suppressed` says which. */
  didOptOut: boolean
  /** Since when. */
  optOutAt: string | null
  /** When the address was last said to be verified; a changed address is not. */
  emailVerifiedAt: string | null
  /** What the sender knows beyond the fields, by name. */
  customFields: Record<string, unknown>
  /** Where the lead came from. The first that was told stays; what a later call tells is `lastTouch`. */
  attribution: Record<string, unknown> | null
  /** Why the lead must not be contacted; null while it may be. */
  optOutReason: string | null
  /** What the lead agreed to or took back. */
  consent: ConsentState
  /** When the number was verified. */
  phoneVerifiedAt: string | null
  /** Null while no zone is known. */
  timezoneSource: TimezoneSource | null
  /** Null for a given zone, and while none is known. */
  timezoneConfidence: TimezoneConfidence | null
  /** Other zones that the phone may be in. */
  timezoneAlternatives: string[]
  /** What an inferred zone rests on. */
  timezoneBasis: string | null
  /** Whether a test key made the lead. Test leads are never matched. */
  isTest: boolean
  /** Labels, spelled as the workspace saw them first. */
  tags: string[]
  /** One line on what happened last, written by the enrichment; null until then. */
  activitySummary: string | null
  /** When the lead was taken in. */
  createdAt: string
  /** When anything of the lead changed last. */
  updatedAt: string
  /** When the lead was deleted, or merged; null while it is not. */
  deletedAt: string | null
  /** The lead that it was merged into. Only on a lead that was. */
  mergedInto?: string
  /** What both share. */
  matchedOn: MatchField[]
}

/** A body in place of the one that came in. */
export interface MendSubmissionRequest {
  /** The body as it should have been, in the sender’s own form. It is taken in at once. */
  body: string
}

/** The lead that stays. */
export interface MergeLeadAnswer {
  /** The lead itself. */
  lead: Lead
  /** Where the lead stands. */
  status: LeadStatus
  /** What the lead must not be contacted by: what it said itself, or what was said of its number or address. Null while it may be. */
  suppressed: Suppressed | null
  /** The full checklist, group by group. */
  checklistItems: ChecklistGroup[]
  /** Newest first, at most 100 and 1 MB. */
  documents: Document[]
  /** The timeline, newest first, at most 100 entries and 2 MB. */
  actionLogs: ActionLog[]
  /** Leads of the workspace with the same phone or e-mail, newest first, at most 100 and 1 MB. */
  matchingLeads: MatchingLead[]
  /** The newest COMPLETED outbound message or follow-up. */
  lastAction: LastAction | null
  /** The earliest PENDING follow-up. */
  nextFollowUp: ActionLog | null
  /** The earliest message that awaits approval. */
  nextDraft: ActionLog | null
  /** Lists that were cut; not there when none was. `Link` of a read leads to the rest. */
  truncated?: Array<'actionLogs' | 'documents' | 'matchingLeads' | 'lastAction.toolCalls'>
  /** What is odd about what the call gave; empty as a rule. */
  warnings: LeadWarning[]
  /** What was merged. */
  merge: LeadMerge
  /** Always true. */
  success: true
}

/** The lead that another becomes part of. */
export interface MergeLeadRequest {
  /** UUID of the lead that stays. */
  into: string
}

/** A message to or from a lead. */
export interface Message {
  /** UUID of the message. */
  id: string
  /** Such as `sms` or `email`. */
  channel: string
  /** INBOUND comes from the lead. */
  direction: 'INBOUND' | 'OUTBOUND'
  /** Subject line, where the channel has one. */
  subject: string | null
  /** The text. */
  body: string | null
  /** Files sent along. */
  documents: Document[]
}

/** A message to write. */
export interface MessageInput {
  /** Such as `sms` or `email`. */
  channel: string
  /** INBOUND comes from the lead. */
  direction?: 'INBOUND' | 'OUTBOUND'
  /** Subject line. */
  subject?: string | null
  /** The text. */
  body?: string | null
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalActionLogAnswer {
  /** Always true. */
  success: true
  /** The entry. */
  actionLog: {
    /** UUID of the entry. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalChecklistItemAnswer {
  /** Always true. */
  success: true
  /** The item. */
  checklistItem: {
    /** UUID of the item. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalCreateSuppressionsAnswer {
  /** Always true. */
  success: true
  /** In the order given. */
  suppressions: Array<{
    /** UUID. */
    id: string
  }>
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalCreatedSourceAnswer {
  /** Always true. */
  success: true
  /** The source. */
  source: {
    /** UUID. */
    id: string
  }
  /** Secrets that were made because none was given, told this once. */
  madeSecrets: Record<string, string>
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalDocumentsAnswer {
  /** Always true. */
  success: true
  /** In the order of the files. */
  documents: Array<{
    /** UUID of the document. */
    id: string
  }>
  /** UUID of the timeline entry. */
  actionLogId: string
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalEraseLeadAnswer {
  /** Always true. */
  success: true
  /** The erasure. */
  erasure: {
    /** UUID. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalExtractionAnswer {
  /** Always true. */
  success: true
  /** UUID of the TOOL_CALL entry. */
  actionLogId: string
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalImportAnswer {
  /** Always true. */
  success: true
  /** The import. */
  import: {
    /** UUID. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalLeadAnswer {
  /** Always true. */
  success: true
  /** The lead. */
  lead: {
    /** UUID of the lead. */
    id: string
  }
  /** Under the duplicate policies `reject` and `merge`, and for a key without `leads:read`. */
  result?: WriteResult
  /** For a key without `leads:read`: how many leads match, at most 100. */
  matches?: number
  /** What is odd about what the call gave; empty as a rule. */
  warnings: LeadWarning[]
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalRestoreLeadAnswer {
  /** Always true. */
  success: true
  /** The lead. It is listed, matched and enriched as before. */
  lead: {
    /** UUID of the lead. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalSourceAnswer {
  /** Always true. */
  success: true
  /** The source. */
  source: {
    /** UUID. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalSuppressionAnswer {
  /** Always true. */
  success: true
  /** The suppression. */
  suppression: {
    /** UUID. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalWebhookDeliveryAnswer {
  /** Always true. */
  success: true
  /** The delivery. */
  webhookDelivery: {
    /** UUID. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalWebhookEndpointAnswer {
  /** Always true. */
  success: true
  /** The endpoint. */
  webhookEndpoint: {
    /** UUID. */
    id: string
  }
}

/** The answer to `Prefer: return=minimal`, and to a key without `leads:read`. */
export interface MinimalWebhookSecretAnswer {
  /** Always true. */
  success: true
  /** The endpoint. */
  webhookEndpoint: {
    /** UUID. */
    id: string
  }
  /** What signs: `whsec_` and base64, told this once. */
  secret: string
}

/** There is no such thing in the workspace. */
export interface NotFoundProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/not-found'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 404
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'not_found'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** A way to contact somebody; `any` is all of them. */
export type OptOutChannel = 'any' | 'call' | 'sms' | 'email'

/** The message would go by a channel that the lead must not be contacted by. */
export interface OptedOutProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/opted-out'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 409
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'opted_out'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** The gateway has more to do than it can; nothing was written. */
export interface OverloadedProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/overloaded'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 503
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'overloaded'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** The body is larger than the gateway takes, 1,000,000 bytes unless set otherwise; a file 100 MiB. */
export interface PayloadTooLargeProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/payload-too-large'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 413
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'payload_too_large'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** What is known of a phone number. Unknown parts are null. */
export interface PhoneAnswer {
  /** The number as given. */
  input: string
  /** In E.164, where the number can be parsed. */
  e164: string | null
  /** Two letters, ISO 3166-1. */
  country: string | null
  /** Such as `mobile` or `fixed-line`. */
  kind: string | null
  /** Whether its length fits the numbering plan. */
  possible: boolean
  /** Whether the plan assigns it. */
  valid: boolean
  /** The zone inferred from the number. */
  timezone: {
    /** IANA name of the likeliest zone. */
    zone: string | null
    /** Other zones that the number may be in. */
    alternatives: string[]
    /** How far it can be relied on. */
    confidence: TimezoneConfidence
    /** Share of the people behind the number’s area who are in the zone, 0 to 1. */
    share: number | null
    /** What it rests on. */
    basis: string | null
    /** Version of the phone table. */
    tableVersion: string
  }
  /** What time it is there: ISO 8601 with offset. */
  localTime: string | null
  /** Such as `-05:00`. */
  utcOffset: string | null
}

/** One thing that is wrong with a request. */
export interface ProblemField {
  /** RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header. */
  pointer: string
  /** Stable name of the fault, such as `required` or `too_long`. */
  code: string
  /** The fault, for people. */
  message: string
}

/** The key has sent more than its limit. */
export interface RateLimitedProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/rate-limited'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 429
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'rate_limited'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** What became of the quarantined submissions. */
export interface ReplaySourceAnswer {
  /** How many quarantined submissions were looked at again. */
  replayed: number
  /** How many of them are leads now. */
  accepted: number
  /** Call again with it as `after`; null when all were looked at. */
  nextAfter: string | null
  /** Always true. */
  success: true
}

/** Where to go on. */
export interface ReplaySourceRequest {
  /** `nextAfter` of the call before; without it, from the oldest on. */
  after?: string
}

/** The document as it is now. */
export interface ReportExtractionAnswer {
  /** The document as it is now. */
  document: Document
  /** UUID of the TOOL_CALL entry. */
  actionLogId: string
  /** Always true. */
  success: true
}

/** What an extractor made of a document. */
export interface ReportExtractionRequest {
  /** Whether the document could be read. */
  status: 'completed' | 'failed'
  /** What kind of document it is. */
  type?: string | null
  /** What it is, for people. */
  summary?: string | null
  /** Whether the document is valid for what it was sent for. */
  overallValid?: boolean | null
  /** What it is good for. */
  classification?: {
    /** Why it serves no item of the checklist. */
    noMatchedItemReason?: string | null
    /** Items that it serves. Each by its code or by its id on the lead. */
    matchedChecklistItems?: Array<{
      /** Code of the item. */
      checklistItemCode?: string | null
      /** UUID of the item on the lead. */
      leadChecklistItemId?: string | null
      /** Whether the document is valid for the item. */
      validation?: {
        /** How the validation ended. */
        status: string
        /** Why. */
        reasons?: string[] | null
      } | null
    }> | null
  } | null
  /** What was read. */
  extractionResult?: {
    /** What was read. */
    items?: Array<{
      /** What the value is. */
      label: string
      /** The value: any JSON, at most 16 kB. */
      value?: unknown
      /** UUID of the item on the lead that it answers. */
      leadChecklistItemId?: string | null
    }> | null
    /** How many values; the number of items unless given. */
    extractedCount?: number | null
  } | null
}

/** The body did not arrive in time, 30 s unless set otherwise. */
export interface RequestTimeoutProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/request-timeout'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 408
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'request_timeout'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** The lead that was restored. */
export interface RestoreLeadAnswer {
  /** The lead. It is listed, matched and enriched as before. */
  lead: {
    /** UUID of the lead. */
    id: string
  }
  /** Always true. */
  success: true
}

/** What became of a row. */
export type RowOutcome = 'created' | 'merged' | 'refused'

/** A status that a client may set; REVIEW only ever follows from the checklist. */
export type SettableStatus = 'COMPLETED' | 'IN_PROGRESS' | 'NOT_INTERESTED' | 'OPTED_OUT'

/** An address that somebody else’s leads come in at. */
export interface Source {
  /** UUID of the source. */
  id: string
  /** Who sends. */
  kind: SourceKind
  /** For people. */
  name: string
  /** Whether its kind is experimental. */
  isExperimental: boolean
  /** Where the sender posts: this path at the gateway’s address. Whoever knows it may send. */
  path: string
  /** Names of the secrets that are set. */
  secretNames: string[]
  /** Names of those that the kind needs and that are not set. */
  missingSecrets: string[]
  /** Beside what is recognized by itself. */
  mapping: Record<string, unknown> | null
  /** What every lead gets where its sender says nothing. */
  defaults: StatedSourceDefaults
  /** Null for the workspace’s own. */
  duplicatePolicy: DuplicatePolicy | null
  /** Settings of the kind. */
  settings: StatedSourceSettings
  /** How it is. */
  health: SourceHealth
  /** Why it is not OK. */
  healthReason: string | null
  /** When something came in last. */
  lastReceivedAt: string | null
  /** Since when it is paused. */
  pausedAt: string | null
  /** When it was made. */
  createdAt: string
  /** When it was last changed. */
  updatedAt: string
}

/** The source as it is now. */
export interface SourceAnswer {
  /** The source. */
  source: Source
  /** What to do at the sender’s side, in order. */
  setUp: Array<{
    /** What to do there. */
    text: string
    /** What to paste. */
    value: string | null
  }>
  /** Always true. */
  success: true
}

/** What every lead of a source gets where its sender says nothing. */
export interface SourceDefaults {
  /** Instead of the kind’s name. */
  source?: string
  /** Who works on it. */
  assigneeType?: 'agent' | 'manual' | 'AI_AGENT' | 'HUMAN_AGENT'
  /** Added to the lead’s own. */
  tags?: string[]
  /** IANA name. */
  timezone?: string
  /** Business name. */
  businessName?: string
}

/** A source is silent, or something is wrong with it. */
export interface SourceDegradedEvent {
  /** What happened. */
  event: 'source.degraded'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the source. */
    sourceId: string
    /** Its kind. */
    kind: string
    /** Its name. */
    name: string
    /** `DEGRADED` or `SILENT`. */
    health: string
    /** What is wrong. */
    reason: string | null
  }
}

/** SILENT: nothing came for longer than usual. DEGRADED: something is wrong, as `healthReason` says. */
export type SourceHealth = 'OK' | 'SILENT' | 'DEGRADED'

/** Who sends. `tiktok` and `linkedin` are experimental: they follow the public documentation and were not tried against a real account. */
export type SourceKind = 'google-ads' | 'meta' | 'typeform' | 'webflow' | 'jotform' | 'form' | 'json' | 'tiktok' | 'linkedin'

/** Settings of a source. Each kind uses those of its own. */
export interface SourceSettings {
  /** Of a form: origins of the pages that may send, such as `https://shop.example`. */
  allowedOrigins?: string[]
  /** Of a form: addresses that a visitor may be sent back to. The first is the default. */
  returnUrls?: string[]
  /** Of a form: name of a field that people don’t see. Whoever fills it is a robot. */
  honeypot?: string
  /** Of a form: whoever sends faster than this after the page was loaded is a robot. */
  leastFillSeconds?: number
  /** Of `json`: where the sender’s own id of a lead stands, such as `data.id`. */
  externalIdPath?: string
  /** Of `json`: where the fields of the lead stand, such as `data.fields`; the whole body unless given. */
  recordPath?: string
  /** Of `json`: an HMAC over the body, with the secret `signingSecret`. */
  signature?: {
    /** Header that holds it. */
    header: string
    /** Hash of the HMAC. */
    algorithm?: 'sha256' | 'sha1' | 'sha512'
    /** How it is written. */
    encoding?: 'hex' | 'base64'
    /** What stands before it, such as `sha256=`. */
    prefix?: string
  }
  /** Of `json`: header that holds the secret `headerSecret`. */
  secretHeader?: string
  /** Of `meta`: address of the Graph API. */
  graphUrl?: string
  /** Of `meta`: version of the Graph API. */
  graphVersion?: string
  /** Of `meta` and `linkedin`: forms that are looked through for leads that were missed. */
  formIds?: string[]
  /** Of `linkedin`: address of its API. */
  apiUrl?: string
  /** Of `linkedin`: version of its API, such as `202509`. */
  apiVersion?: string
  /** Leads of one page when missed ones are looked for. */
  pageLimit?: number
  /** The source is SILENT after so long without a lead. Without it, after ten times its usual pause, a day at least. */
  silentAfterHours?: number | null
  /** Of a form: whether what a visitor sends may opt the lead out. False unless given. */
  mayOptOut?: boolean
}

/** What every lead of the source gets where its sender says nothing. */
export interface StatedSourceDefaults {
  /** Instead of the kind’s name. */
  source?: string
  /** Who works on it. */
  assigneeType?: 'agent' | 'manual' | 'AI_AGENT' | 'HUMAN_AGENT'
  /** Added to the lead’s own. */
  tags?: string[]
  /** IANA name. */
  timezone?: string
  /** Business name. */
  businessName?: string
}

/** Settings of the source. */
export interface StatedSourceSettings {
  /** Of a form: origins of the pages that may send, such as `https://shop.example`. */
  allowedOrigins?: string[]
  /** Of a form: addresses that a visitor may be sent back to. The first is the default. */
  returnUrls?: string[]
  /** Of a form: name of a field that people don’t see. Whoever fills it is a robot. */
  honeypot?: string
  /** Of a form: whoever sends faster than this after the page was loaded is a robot. */
  leastFillSeconds?: number
  /** Of `json`: where the sender’s own id of a lead stands, such as `data.id`. */
  externalIdPath?: string
  /** Of `json`: where the fields of the lead stand, such as `data.fields`; the whole body unless given. */
  recordPath?: string
  /** Of `json`: an HMAC over the body, with the secret `signingSecret`. */
  signature?: {
    /** Header that holds it. */
    header: string
    /** Hash of the HMAC. */
    algorithm: 'sha256' | 'sha1' | 'sha512'
    /** How it is written. */
    encoding: 'hex' | 'base64'
    /** What stands before it, such as `sha256=`. */
    prefix: string
  }
  /** Of `json`: header that holds the secret `headerSecret`. */
  secretHeader?: string
  /** Of `meta`: address of the Graph API. */
  graphUrl?: string
  /** Of `meta`: version of the Graph API. */
  graphVersion?: string
  /** Of `meta` and `linkedin`: forms that are looked through for leads that were missed. */
  formIds?: string[]
  /** Of `linkedin`: address of its API. */
  apiUrl?: string
  /** Of `linkedin`: version of its API, such as `202509`. */
  apiVersion?: string
  /** Leads of one page when missed ones are looked for. */
  pageLimit?: number
  /** The source is SILENT after so long without a lead. Without it, after ten times its usual pause, a day at least. */
  silentAfterHours?: number | null
  /** Of a form: whether what a visitor sends may opt the lead out. False unless given. */
  mayOptOut?: boolean
}

/** Something that came in, as it came. */
export interface Submission {
  /** UUID of the submission. */
  id: string
  /** UUID of its source; that of calls of the API is the same everywhere. */
  sourceId: string
  /** The sender’s own id of it. */
  externalId: string | null
  /** Where it stands. */
  status: SubmissionStatus
  /** Why it is not a lead, for programs. */
  code: string | null
  /** What is wrong with it, or odd about it. */
  errors: Array<{
    /** Into the lead. */
    pointer: string
    /** What it is, for programs. */
    code: string
    /** What it is, for people. */
    message: string
    /** The name in the record that it is about. */
    name?: string
  }>
  /** UUID of the lead that it became, or that was there. */
  leadId: string | null
  /** Whether it is a test. */
  isTest: boolean
  /** Whether its body is still kept. */
  hasBody: boolean
  /** Of its body. */
  contentType: string | null
  /** Tries to fetch it. */
  attempts: number
  /** When it is fetched next. */
  nextAttemptAt: string | null
  /** When it came in. */
  receivedAt: string
}

/** The submission as it is now. */
export interface SubmissionAnswer {
  /** The submission. */
  submission: Submission
  /** Always true. */
  success: true
}

/** Something came in that can’t be a lead yet. It waits for a person. */
export interface SubmissionQuarantinedEvent {
  /** What happened. */
  event: 'submission.quarantined'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the submission. */
    submissionId: string
    /** UUID of its source. */
    sourceId: string
    /** Why it is no lead yet. */
    code: string
  }
}

/** RECEIVED waits to be fetched. ACCEPTED became a lead, TEST a test lead. DUPLICATE came before. QUARANTINED waits for a person. REFUSED got a refusal. */
export type SubmissionStatus = 'RECEIVED' | 'ACCEPTED' | 'DUPLICATE' | 'QUARANTINED' | 'TEST' | 'REFUSED'

/** The answer to a key that may only submit: whatever became of it. */
export interface SubmittedAnswer {
  /** Always true. */
  success: true
  /** UUID of the submission. */
  submissionId: string
}

/** The lead, its number or its address opted out, wherever that was said. */
export interface Suppressed {
  /** `["any"]`, or the channels. */
  channels: OptOutChannel[]
  /** Of the suppression that came first. */
  reason: string
  /** When it came. */
  since: string
}

/** A number, an address or a domain that must not be contacted. */
export interface Suppression {
  /** UUID. */
  id: string
  /** What is suppressed. */
  kind: SuppressionKind
  /** The number, address or domain; null for a lead, and once the person behind it was erased. */
  contact: string | null
  /** What it must not be contacted by. */
  channels: OptOutChannel[]
  /** Why. */
  reason: string
  /** The lead that said so; null for one that was told of. */
  leadId: string | null
  /** When it was told. */
  since: string
  /** When it ends by itself. */
  expiresAt: string | null
  /** When it was lifted. */
  liftedAt: string | null
  /** Why it was lifted. */
  liftReason: string | null
}

/** The suppression as it is now. */
export interface SuppressionAnswer {
  /** As it is now. */
  suppression: Suppression
  /** Always true. */
  success: true
}

/** A number, an address or a domain. */
export interface SuppressionInput {
  /** Read like a lead’s. */
  phoneNumber?: string | number | null
  /** Read like a lead’s. */
  email?: string | null
  /** Every address at it, such as `example.com`. One that anybody may have an address at, such as `gmail.com`, is refused. */
  domain?: string | null
  /** Without it `any`; of a domain `email`. */
  channels?: OptOutChannel[] | null
  /** Why; `listed` unless given. */
  reason?: string | null
  /** When it ends by itself; never unless given. */
  expiresAt?: string | null
}

/** `lead`: only what one lead said of itself, such as a test lead, or one without a contact. */
export type SuppressionKind = 'phone' | 'email' | 'domain' | 'lead'

/** What a body would become. */
export interface TestSourceAnswer {
  /** One for each lead in the body. */
  entries: Array<{
    /** The sender’s own id. */
    externalId: string | null
    /** Whether it would be a test lead. */
    isTest: boolean
    /** What it would be. */
    status: SubmissionStatus
    /** Why it would be no lead. */
    code: string | null
    /** What the sender said, by name. */
    record: Record<string, unknown> | null
    /** The body of a create that it makes. */
    lead: Record<string, unknown> | null
    /** What is wrong with it, or odd about it. */
    errors: Array<{
      /** Into the lead. */
      pointer: string
      /** What it is, for programs. */
      code: string
      /** What it is, for people. */
      message: string
      /** The name in the record that it is about. */
      name?: string
    }>
  }>
}

/** A body, to see what it would become. Nothing is stored. */
export interface TestSourceRequest {
  /** A body as the sender would post it. Its signature is not asked for. */
  body: string
  /** Of the body; JSON unless given. */
  contentType?: string | null
  /** To try in place of the one that the source has. */
  mapping?: FieldMapping | null
}

/** How far an inferred zone can be relied on. */
export type TimezoneConfidence = 'high' | 'medium' | 'low' | 'none'

/** Whether a client gave the zone or it was inferred from the phone number. */
export type TimezoneSource = 'provided' | 'phone'

/** The key is missing, malformed, unknown, revoked or expired. */
export interface UnauthorizedProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/unauthorized'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 401
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'unauthorized'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** The database, or the store of files, is away. Repeat a write with its Idempotency-Key. */
export interface UnavailableProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/unavailable'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 503
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'unavailable'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** The lead that is there again. */
export interface UnmergeLeadAnswer {
  /** The lead itself. */
  lead: Lead
  /** Where the lead stands. */
  status: LeadStatus
  /** What the lead must not be contacted by: what it said itself, or what was said of its number or address. Null while it may be. */
  suppressed: Suppressed | null
  /** The full checklist, group by group. */
  checklistItems: ChecklistGroup[]
  /** Newest first, at most 100 and 1 MB. */
  documents: Document[]
  /** The timeline, newest first, at most 100 entries and 2 MB. */
  actionLogs: ActionLog[]
  /** Leads of the workspace with the same phone or e-mail, newest first, at most 100 and 1 MB. */
  matchingLeads: MatchingLead[]
  /** The newest COMPLETED outbound message or follow-up. */
  lastAction: LastAction | null
  /** The earliest PENDING follow-up. */
  nextFollowUp: ActionLog | null
  /** The earliest message that awaits approval. */
  nextDraft: ActionLog | null
  /** Lists that were cut; not there when none was. `Link` of a read leads to the rest. */
  truncated?: Array<'actionLogs' | 'documents' | 'matchingLeads' | 'lastAction.toolCalls'>
  /** What is odd about what the call gave; empty as a rule. */
  warnings: LeadWarning[]
  /** Always true. */
  success: true
}

/** The Content-Type is another one. */
export interface UnsupportedMediaTypeProblem {
  /** Names the kind of problem, and leads to its page. */
  type: '/problems/unsupported-media-type'
  /** The kind, for people. */
  title: string
  /** The HTTP status. */
  status: 415
  /** What is wrong this time, for people. */
  detail: string
  /** Path of the request. */
  instance: string
  /** Always false. */
  success: false
  /** The same as `detail`. */
  error: string
  /** Stable name of the kind, for programs. */
  code: 'unsupported_media_type'
  /** The `X-Request-Id` of the answer; every log line of the request has it. */
  requestId: string
  /** Whether the same request may succeed later. */
  retryable: boolean
  /** What is wrong with the request, at most 50 places. */
  errors: ProblemField[]
}

/** What is to change of an open entry. */
export interface UpdateActionLogRequest {
  /** Where the entry is to go. */
  status?: ActionLogStatus | null
  /** One line for people. */
  summary?: string | null
  /** What came of it: any JSON, at most 64 kB. */
  output?: unknown
  /** Why it failed. */
  error?: string | null
  /** When a message is to be sent; ISO 8601. */
  scheduledAt?: string | null
  /** Takes the place of all messages. */
  messages?: MessageInput[] | null
}

/** A checklist item to change; what isn’t given stays. */
export interface UpdateChecklistItemInput {
  /** Code of an item of the lead’s checklist. */
  code: string
  /** Checked against the item’s type and rules: one that fails is kept, with the status INVALID. Null and blanks remove it. */
  value?: unknown
  /** Without it a value makes the item COMPLETED. A status alone leaves the value as it is. */
  status?: ChecklistItemStatus | null
  /** Kept and answered as it is; null clears it. */
  itemOverride?: Record<string, unknown> | null
  /** Kept and answered as they are; null clears them. */
  alternateValues?: unknown[] | null
}

/** The lead as it is now. */
export interface UpdateLeadAnswer {
  /** The lead itself. */
  lead: Lead
  /** Where the lead stands. */
  status: LeadStatus
  /** What the lead must not be contacted by: what it said itself, or what was said of its number or address. Null while it may be. */
  suppressed: Suppressed | null
  /** The full checklist, group by group. */
  checklistItems: ChecklistGroup[]
  /** Newest first, at most 100 and 1 MB. */
  documents: Document[]
  /** The timeline, newest first, at most 100 entries and 2 MB. */
  actionLogs: ActionLog[]
  /** Leads of the workspace with the same phone or e-mail, newest first, at most 100 and 1 MB. */
  matchingLeads: MatchingLead[]
  /** The newest COMPLETED outbound message or follow-up. */
  lastAction: LastAction | null
  /** The earliest PENDING follow-up. */
  nextFollowUp: ActionLog | null
  /** The earliest message that awaits approval. */
  nextDraft: ActionLog | null
  /** Lists that were cut; not there when none was. `Link` of a read leads to the rest. */
  truncated?: Array<'actionLogs' | 'documents' | 'matchingLeads' | 'lastAction.toolCalls'>
  /** Always true. */
  success: true
  /** What is odd about what the call gave; empty as a rule. */
  warnings: LeadWarning[]
}

/** The lead’s id, and what is to change as in `UpdateLeadRequest`. */
export interface UpdateLeadByBodyRequest {
  /** Can’t be cleared. */
  firstName?: string
  /** Middle name. */
  middleName?: string | null
  /** Last name. */
  lastName?: string | null
  /** Name of the business. */
  businessName?: string | null
  /** An address that can’t be delivered to by its form is refused. A name around it and `mailto:` are fine; of several addresses the first counts. Matched without regard to case. One that stands for none, such as `none@none.com`, is kept and never matched. */
  email?: string | null
  /** In any notation, a JSON number too; of the workspace’s region without a country code. Of several numbers the first that can be read counts. A number that can’t be read is kept as given and never refuses the lead. One that stands for none, such as `123-456-7890`, is kept and never matched. */
  phoneNumber?: string | number | null
  /** Behind the number. Not needed where `phoneNumber` holds it; null takes that one. */
  phoneExtension?: string | null
  /** Address of the business’s website. */
  website?: string | null
  /** Where the lead came from; `api` unless given. */
  source?: string | null
  /** The id of the lead in your own system; need not be unique. */
  externalLeadId?: string | null
  /** Address of the lead in a portal. */
  externalPortalLink?: string | null
  /** When the lead was handed in, ISO 8601. */
  submittedAt?: string | null
  /** IANA name such as `America/New_York`. Without it the zone is inferred from the phone. */
  timezone?: string | null
  /** `agent` (or `AI_AGENT`, the default) or `manual` (or `HUMAN_AGENT`). */
  assigneeType?: 'agent' | 'manual' | 'AI_AGENT' | 'HUMAN_AGENT' | null
  /** True: the lead refuses to be contacted, and so does everybody with its number or address. False takes back what this lead said itself. */
  didOptOut?: boolean | null
  /** True: the address is verified as of now. */
  emailVerified?: boolean | null
  /** Anything else that you know, by name: at most 100 names of 64 characters, 16 kB together. Members of the body that no field is named like are kept here too. An update changes the names that it gives; null removes one. */
  customFields?: Record<string, unknown> | null
  /** Where the lead came from. `utm_source` and its siblings, `gclid`, `fbclid` and other click ids at the top level of the body are read as these. */
  attribution?: Attribution | null
  /** An unknown code, or one given twice, is refused. */
  checklistItems?: UpdateChecklistItemInput[] | null
  /** Instead of `firstName` and `lastName`: the last word is the last name, a single word the first; `Byron, Ada` has the last name in front. Kept in the timeline as given. */
  fullName?: string | null
  /** What the lead agreed to or took back, with its proof: one or a list. */
  consent?: ConsentInput[] | ConsentInput | null
  /** Takes the place of all tags; `[]` and null remove them. */
  tags?: string[] | null
  /** COMPLETED skips the required items that aren’t done, IN_PROGRESS undoes that, NOT_INTERESTED cancels pending follow-ups, OPTED_OUT everything that is still to be sent. One that contradicts didOptOut is refused. */
  status?: SettableStatus | null
  /** UUID of the lead. */
  leadId: string
}

/** What is to change. Absent or blank leaves a field as it is, null clears it. */
export interface UpdateLeadRequest {
  /** Can’t be cleared. */
  firstName?: string
  /** Middle name. */
  middleName?: string | null
  /** Last name. */
  lastName?: string | null
  /** Name of the business. */
  businessName?: string | null
  /** An address that can’t be delivered to by its form is refused. A name around it and `mailto:` are fine; of several addresses the first counts. Matched without regard to case. One that stands for none, such as `none@none.com`, is kept and never matched. */
  email?: string | null
  /** In any notation, a JSON number too; of the workspace’s region without a country code. Of several numbers the first that can be read counts. A number that can’t be read is kept as given and never refuses the lead. One that stands for none, such as `123-456-7890`, is kept and never matched. */
  phoneNumber?: string | number | null
  /** Behind the number. Not needed where `phoneNumber` holds it; null takes that one. */
  phoneExtension?: string | null
  /** Address of the business’s website. */
  website?: string | null
  /** Where the lead came from; `api` unless given. */
  source?: string | null
  /** The id of the lead in your own system; need not be unique. */
  externalLeadId?: string | null
  /** Address of the lead in a portal. */
  externalPortalLink?: string | null
  /** When the lead was handed in, ISO 8601. */
  submittedAt?: string | null
  /** IANA name such as `America/New_York`. Without it the zone is inferred from the phone. */
  timezone?: string | null
  /** `agent` (or `AI_AGENT`, the default) or `manual` (or `HUMAN_AGENT`). */
  assigneeType?: 'agent' | 'manual' | 'AI_AGENT' | 'HUMAN_AGENT' | null
  /** True: the lead refuses to be contacted, and so does everybody with its number or address. False takes back what this lead said itself. */
  didOptOut?: boolean | null
  /** True: the address is verified as of now. */
  emailVerified?: boolean | null
  /** Anything else that you know, by name: at most 100 names of 64 characters, 16 kB together. Members of the body that no field is named like are kept here too. An update changes the names that it gives; null removes one. */
  customFields?: Record<string, unknown> | null
  /** Where the lead came from. `utm_source` and its siblings, `gclid`, `fbclid` and other click ids at the top level of the body are read as these. */
  attribution?: Attribution | null
  /** An unknown code, or one given twice, is refused. */
  checklistItems?: UpdateChecklistItemInput[] | null
  /** Instead of `firstName` and `lastName`: the last word is the last name, a single word the first; `Byron, Ada` has the last name in front. Kept in the timeline as given. */
  fullName?: string | null
  /** What the lead agreed to or took back, with its proof: one or a list. */
  consent?: ConsentInput[] | ConsentInput | null
  /** Takes the place of all tags; `[]` and null remove them. */
  tags?: string[] | null
  /** COMPLETED skips the required items that aren’t done, IN_PROGRESS undoes that, NOT_INTERESTED cancels pending follow-ups, OPTED_OUT everything that is still to be sent. One that contradicts didOptOut is refused. */
  status?: SettableStatus | null
}

/** What changes; the rest stays. */
export interface UpdateSourceRequest {
  /** For people. */
  name?: string
  /** Those that it names are replaced. */
  secrets?: Record<string, string>
  /** Replaces the whole mapping; null for none. */
  mapping?: FieldMapping | null
  /** Replaces all defaults. */
  defaults?: SourceDefaults
  /** Null for the workspace’s own. */
  duplicatePolicy?: DuplicatePolicy | null
  /** Replaces all settings. */
  settings?: SourceSettings
  /** True: what comes in is kept as QUARANTINED, until it is replayed. */
  paused?: boolean
}

/** What changes; the rest stays. */
export interface UpdateWebhookEndpointRequest {
  /** Another address. */
  url?: string
  /** Other events. */
  events?: Array<'lead.created' | 'lead.updated' | 'lead.completed' | 'lead.enriched' | 'lead.deleted' | 'lead.erased' | 'lead.merged' | 'lead.unmerged' | 'document.received' | 'document.extracted' | 'action_log.completed' | 'action_log.failed' | 'submission.quarantined' | 'source.degraded' | 'enrichment.dead' | 'endpoint.disabled'>
  /** Whether it hears of API_ACTIVITY entries. */
  apiActivity?: boolean
  /** For people; null for none. */
  description?: string | null
  /** False stops it; true starts it afresh, whatever has failed. */
  enabled?: boolean
}

/** The files as taken in. */
export interface UploadDocumentsAnswer {
  /** In the order of the files. */
  documents: UploadedDocument[]
  /** UUID of the timeline entry. */
  actionLogId: string
  /** Always true. */
  success: true
}

/** Files of a lead. */
export interface UploadDocumentsForm {
  /** UUID of the lead. */
  leadId: string
  /** UUID of a checklist item of a file type, as the lead has it. */
  leadChecklistItemId?: string
  /** JSON: an array with an object for each file, in their order, of `externalId` and `name`, both optional. */
  metadata?: string
  /** The files. */
  files: string[]
}

/** A file as it was taken in. */
export interface UploadedDocument {
  /** UUID of the document. */
  id: string
  /** Name of the file as it was sent. */
  filename: string
  /** Bytes. */
  size: number
  /** Address to download it from, good for an hour. */
  url: string
  /** Media type, by the content where it can be told. */
  mimeType: string
  /** When it was taken in. */
  uploadedAt: string
  /** The checklist item that it was sent for. */
  associatedChecklistItemId: string | null
  /** As given. */
  externalId: string | null
}

/** What a value must satisfy beyond its field type. */
export interface ValidationRules {
  /** Characters. */
  minLength?: number
  /** Characters. */
  maxLength?: number
  /** A JavaScript regular expression, with the flag `u`. */
  pattern?: string
  /** Smallest number. */
  min?: number
  /** Greatest number. */
  max?: number
  /** Whole numbers only. */
  integer?: boolean
  /** A date, or `today`. */
  notBefore?: string | 'today'
  /** A date, or `today`. */
  notAfter?: string | 'today'
}

/** Where a value comes from: a name of the record, or an operator on others. */
export type ValueFrom = unknown

/** Something that an integration gets slightly wrong. */
export interface Warning {
  /** What it is. */
  kind: WarningKind
  /** A field’s name, a checklist code, a reason, or the id of a key; never a value. */
  subject: string
  /** How often. */
  count: number
  /** When it was seen first. */
  firstSeen: string
  /** When it was seen last. */
  lastSeen: string
  /** Ids of the newest requests, newest first, at most 5. */
  requestIds: string[]
}

/** What an integration gets slightly wrong. */
export type WarningKind = 'unparsed_phone' | 'odd_phone' | 'odd_email' | 'unknown_field' | 'deprecated_code' | 'rate_limited'

/** One event on its way to one endpoint. */
export interface WebhookDelivery {
  /** UUID of the delivery: the `webhook-id` of every try. */
  id: string
  /** UUID of its endpoint. */
  webhookEndpointId: string
  /** What it tells of. */
  event: string
  /** UUID of the lead; null for a test, and for a test key. */
  leadId: string | null
  /** Where it stands. */
  status: WebhookDeliveryStatus
  /** Tries so far. */
  attempts: number
  /** HTTP status of the last answer. */
  responseStatus: number | null
  /** The beginning of the last refusal’s body; null without `leads:read`. */
  responseExcerpt: string | null
  /** Why the last try failed. */
  error: string | null
  /** When it is tried next. */
  nextAttemptAt: string | null
  /** When it was taken. */
  deliveredAt: string | null
  /** When the event happened. */
  createdAt: string
}

/** The delivery as it is now. */
export interface WebhookDeliveryAnswer {
  /** The delivery. */
  webhookDelivery: WebhookDelivery
  /** Always true. */
  success: true
}

/** PENDING is still tried; FAILED is not, unless it is replayed. */
export type WebhookDeliveryStatus = 'PENDING' | 'DELIVERED' | 'FAILED'

/** An address that hears of events. */
export interface WebhookEndpoint {
  /** UUID of the endpoint. */
  id: string
  /** Where it is. */
  url: string
  /** For people. */
  description: string | null
  /** What it is sent. */
  events: string[]
  /** Whether `action_log.completed` tells of API_ACTIVITY entries, too. */
  apiActivity: boolean
  /** PAUSED: it failed too often in a row and is probed at `pausedUntil`. */
  status: 'ENABLED' | 'PAUSED' | 'DISABLED'
  /** When it was stopped. */
  disabledAt: string | null
  /** Why. */
  disabledReason: string | null
  /** Failed tries in a row. */
  failures: number
  /** Since when it has failed; null while all is well. */
  failingSince: string | null
  /** When it is probed again. */
  pausedUntil: string | null
  /** While a rotation lasts: until then the secret before signs too. */
  oldSecretUntil: string | null
  /** When it was made. */
  createdAt: string
  /** When it was last changed. */
  updatedAt: string
}

/** The endpoint as it is now. */
export interface WebhookEndpointAnswer {
  /** The endpoint. */
  webhookEndpoint: WebhookEndpoint
  /** Always true. */
  success: true
}

/** An endpoint and, this once, its secret. */
export interface WebhookSecretAnswer {
  /** The endpoint. */
  webhookEndpoint: WebhookEndpoint
  /** What signs: `whsec_` and base64, told this once. */
  secret: string
  /** Always true. */
  success: true
}

/** Sent on demand, to the endpoint that is tested. */
export interface WebhookTestEvent {
  /** What happened. */
  event: 'webhook.test'
  /** When it happened. */
  timestamp: string
  /** UUID of the workspace. */
  workspaceId: string
  /** To whom, and what. */
  data: {
    /** UUID of the endpoint. */
    endpointId: string
  }
}

/** What a client may write; the other types are written by the calls that they tell of. */
export type WritableLogType = 'MESSAGE' | 'FOLLOW_UP_MESSAGE' | 'TOOL_CALL' | 'MANUAL_UPDATE' | 'SYSTEM_NOTE' | 'PORTAL_UPDATE' | 'PORTAL_SUBMISSION'

/** What a create did. */
export type WriteResult = 'created' | 'merged' | 'existing'

/** Every refusal; `code` tells which. */
export type Problem = DuplicateLeadProblem | ForbiddenProblem | IdempotencyKeyInUseProblem | IdempotencyKeyReusedProblem | InternalErrorProblem | InvalidJsonProblem | InvalidRequestProblem | NotFoundProblem | OptedOutProblem | OverloadedProblem | PayloadTooLargeProblem | RateLimitedProblem | RequestTimeoutProblem | UnauthorizedProblem | UnavailableProblem | UnsupportedMediaTypeProblem
/** What a receiver of webhooks is sent; `event` tells what. */
export type WebhookPayload = LeadCreatedEvent | LeadUpdatedEvent | LeadCompletedEvent | LeadEnrichedEvent | LeadDeletedEvent | LeadErasedEvent | LeadMergedEvent | LeadUnmergedEvent | DocumentReceivedEvent | DocumentExtractedEvent | ActionLogCompletedEvent | ActionLogFailedEvent | SubmissionQuarantinedEvent | SourceDegradedEvent | EnrichmentDeadEvent | EndpointDisabledEvent | WebhookTestEvent
/** What each operation takes and answers. */
export interface Operations {
  /** Take a lead in */
  createLead: {
    args: {
      body: CreateLeadRequest
    }
    answer: CreateLeadAnswer
    minimal: MinimalLeadAnswer
    item: never
  }
  /** List leads */
  listLeads: {
    args: {
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
      cursor?: string
      /** In any case. */
      email?: string
      /** In any notation. */
      phoneNumber?: string
      /** The id in your own system. */
      externalLeadId?: string
      /** In any case. */
      tag?: string
      /** Where the lead came from, as it is spelled. */
      source?: string
      /** The campaign of its attribution, as it is spelled. */
      utm_campaign?: string
      /** A parameter each, `customFields.budget=50k`: the value under a name that the workspace declares, as it is spelled. A text, a number, `true` or `false`. */
      customFields?: Record<string, string>
      /** The computed status. */
      status?: LeadStatus
      /** `true` lists test leads, `false` live ones. Without it: what the key makes. */
      test?: 'true' | 'false'
      /** ISO 8601; the moment itself left out. */
      createdAfter?: string
      /** ISO 8601; the moment itself left out. */
      createdBefore?: string
      /** ISO 8601, by `updatedAt`. To follow changes without missing one, use the feed of changes. */
      updatedAfter?: string
    }
    answer: ListLeadsAnswer
    minimal: ListLeadsAnswer
    item: ListedLead
  }
  /** Change a lead, its id in the body */
  updateLeadByBody: {
    args: {
      body: UpdateLeadByBodyRequest
    }
    answer: UpdateLeadAnswer
    minimal: MinimalLeadAnswer
    item: never
  }
  /** Take many leads in */
  createLeads: {
    args: {
      body: CreateLeadsRequest
    }
    answer: CreateLeadsAnswer
    minimal: CreateLeadsAnswer
    item: never
  }
  /** See which leads one would match */
  checkLead: {
    args: {
      body: CheckLeadRequest
    }
    answer: CheckLeadAnswer
    minimal: CheckLeadAnswer
    item: never
  }
  /** Export leads */
  exportLeads: {
    args: {
      /** In any case. */
      email?: string
      /** In any notation. */
      phoneNumber?: string
      /** The id in your own system. */
      externalLeadId?: string
      /** In any case. */
      tag?: string
      /** Where the lead came from, as it is spelled. */
      source?: string
      /** The campaign of its attribution, as it is spelled. */
      utm_campaign?: string
      /** A parameter each, `customFields.budget=50k`: the value under a name that the workspace declares, as it is spelled. A text, a number, `true` or `false`. */
      customFields?: Record<string, string>
      /** The computed status. */
      status?: LeadStatus
      /** `true` lists test leads, `false` live ones. Without it: what the key makes. */
      test?: 'true' | 'false'
      /** ISO 8601; the moment itself left out. */
      createdAfter?: string
      /** ISO 8601; the moment itself left out. */
      createdBefore?: string
      /** ISO 8601, by `updatedAt`. To follow changes without missing one, use the feed of changes. */
      updatedAfter?: string
    }
    answer: string
    minimal: string
    item: never
  }
  /** Follow what changes */
  listChanges: {
    args: {
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` of the answer before. Without it the feed begins at `since`. */
      cursor?: string
      /** ISO 8601: where the feed begins; with all leads unless given. Not beside a cursor. */
      since?: string
      /** `true` for test leads, `false` for live ones. Without it: what the key makes. */
      test?: 'true' | 'false'
    }
    answer: ListChangesAnswer
    minimal: ListChangesAnswer
    item: never
  }
  /** Read a lead */
  getLead: {
    args: {
      /** UUID of the lead. */
      id: string
    }
    answer: GetLeadAnswer
    minimal: GetLeadAnswer
    item: never
  }
  /** Change a lead */
  updateLead: {
    args: {
      /** UUID of the lead. */
      id: string
      body: UpdateLeadRequest
    }
    answer: UpdateLeadAnswer
    minimal: MinimalLeadAnswer
    item: never
  }
  /** Delete a lead */
  deleteLead: {
    args: {
      /** UUID of the lead. */
      id: string
    }
    answer: DeleteLeadAnswer
    minimal: DeleteLeadAnswer
    item: never
  }
  /** Make a lead part of another */
  mergeLeads: {
    args: {
      /** UUID of the lead. */
      id: string
      body: MergeLeadRequest
    }
    answer: MergeLeadAnswer
    minimal: MinimalLeadAnswer
    item: never
  }
  /** Undo a merge */
  unmergeLead: {
    args: {
      /** UUID of the lead. */
      id: string
      body: EmptyRequest
    }
    answer: UnmergeLeadAnswer
    minimal: MinimalLeadAnswer
    item: never
  }
  /** Take a file of leads in */
  createImport: {
    args: {
      /** `true`: answers what an import would make of the first 8 MB or 1,000 rows, and stores nothing at all. */
      preview?: 'true' | 'false'
      /** For people: the name of the file. */
      filename?: string | null
      /** Of a CSV: a JSON object from column to field, `{"Company": "businessName", "EIN": "checklist.tax_id", "Notes": null}`. Columns that it doesn’t name go by their header, in any case and with any separators. Several may be one field: the first that is filled counts. */
      mapping?: string
      /** Of a CSV: what parts its columns, one character or `tab`. Found out from the header without it. */
      delimiter?: string
      /** Of a CSV: its encoding. Found out without it: by a byte order mark, else UTF-8, else windows-1252 where the whole file looks like it. A byte order mark goes before it. */
      encoding?: string
      /** Like the header `Intake-Duplicate-Policy`, for who can set no headers. */
      duplicatePolicy?: DuplicatePolicy
      /** Of a CSV: characters each of which parts two tags in a cell. */
      tagSeparators?: string
      body: RawBody
    }
    answer: ImportAnswer
    minimal: MinimalImportAnswer
    item: never
  }
  /** List imports */
  listImports: {
    args: {
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
      cursor?: string
      /** Where they stand. */
      status?: ImportStatus
    }
    answer: ListImportsAnswer
    minimal: ListImportsAnswer
    item: Import
  }
  /** See how far an import is */
  getImport: {
    args: {
      /** UUID of the import. */
      id: string
    }
    answer: GetImportAnswer
    minimal: GetImportAnswer
    item: never
  }
  /** Stop an import */
  cancelImport: {
    args: {
      /** UUID of the import. */
      id: string
    }
    answer: ImportAnswer
    minimal: MinimalImportAnswer
    item: never
  }
  /** See what became of each row */
  listImportResults: {
    args: {
      /** UUID of the import. */
      id: string
      /** `csv` like `Accept: text/csv`; one JSON document a line otherwise. `mend`: the refused rows of a CSV as they stood in it, behind `refused_line` and `refused_reason`. Mend them and send that file: the two columns are left out. */
      format?: 'ndjson' | 'csv' | 'mend'
      /** These rows only. */
      outcome?: RowOutcome
    }
    answer: string
    minimal: string
    item: never
  }
  /** Add files to a lead */
  uploadDocuments: {
    args: {
      body: FormData
    }
    answer: UploadDocumentsAnswer
    minimal: MinimalDocumentsAnswer
    item: never
  }
  /** List a lead’s documents */
  listDocuments: {
    args: {
      /** UUID of the lead. */
      id: string
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
      cursor?: string
    }
    answer: ListedDocument[]
    minimal: ListedDocument[]
    item: ListedDocument
  }
  /** Read a document */
  getDocument: {
    args: {
      /** UUID of the document. */
      id: string
      /** `true` for the content, too. */
      includeContent?: 'true' | 'false'
    }
    answer: DocumentAnswer
    minimal: DocumentAnswer
    item: never
  }
  /** Report what was read in a document */
  reportExtraction: {
    args: {
      /** UUID of the document. */
      id: string
      body: ReportExtractionRequest
    }
    answer: ReportExtractionAnswer
    minimal: MinimalExtractionAnswer
    item: never
  }
  /** Read a lead’s checklist */
  getChecklist: {
    args: {
      /** UUID of the lead. */
      id: string
    }
    answer: ChecklistGroup[]
    minimal: ChecklistGroup[]
    item: never
  }
  /** Add an item for one lead alone */
  addChecklistItem: {
    args: {
      /** UUID of the lead. */
      id: string
      body: AddChecklistItemRequest
    }
    answer: AddChecklistItemAnswer
    minimal: MinimalChecklistItemAnswer
    item: never
  }
  /** Read a lead’s timeline */
  listActionLogs: {
    args: {
      /** UUID of the lead. */
      id: string
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
      cursor?: string
    }
    answer: ActionLog[]
    minimal: ActionLog[]
    item: ActionLog
  }
  /** Write a message, follow-up, draft, tool call or note */
  addActionLog: {
    args: {
      /** UUID of the lead. */
      id: string
      body: AddActionLogRequest
    }
    answer: ActionLogAnswer
    minimal: MinimalActionLogAnswer
    item: never
  }
  /** Approve, complete, cancel or fail an open entry */
  updateActionLog: {
    args: {
      /** UUID of the lead. */
      id: string
      /** UUID of the entry. */
      logId: string
      body: UpdateActionLogRequest
    }
    answer: ActionLogAnswer
    minimal: MinimalActionLogAnswer
    item: never
  }
  /** Note what happened elsewhere */
  addActivity: {
    args: {
      body: AddActivityRequest
    }
    answer: AddActivityAnswer
    minimal: AddActivityAnswer
    item: never
  }
  /** What is known of a phone number */
  describePhone: {
    args: {
      /** In any notation. */
      number: string
    }
    answer: PhoneAnswer
    minimal: PhoneAnswer
    item: never
  }
  /** Let an ad platform or a form send leads */
  createSource: {
    args: {
      body: CreateSourceRequest
    }
    answer: CreatedSourceAnswer
    minimal: MinimalCreatedSourceAnswer
    item: never
  }
  /** List sources */
  listSources: {
    args: {}
    answer: ListSourcesAnswer
    minimal: ListSourcesAnswer
    item: never
  }
  /** Get a source, and how to set its sender up */
  getSource: {
    args: {
      /** UUID of the source. */
      id: string
    }
    answer: GetSourceAnswer
    minimal: GetSourceAnswer
    item: never
  }
  /** Change a source */
  updateSource: {
    args: {
      /** UUID of the source. */
      id: string
      body: UpdateSourceRequest
    }
    answer: SourceAnswer
    minimal: MinimalSourceAnswer
    item: never
  }
  /** Delete a source */
  deleteSource: {
    args: {
      /** UUID of the source. */
      id: string
    }
    answer: SourceAnswer
    minimal: MinimalSourceAnswer
    item: never
  }
  /** See what a body would become */
  testSource: {
    args: {
      /** UUID of the source. */
      id: string
      body: TestSourceRequest
    }
    answer: TestSourceAnswer
    minimal: TestSourceAnswer
    item: never
  }
  /** Look at its quarantined submissions again */
  replaySource: {
    args: {
      /** UUID of the source. */
      id: string
      body: ReplaySourceRequest
    }
    answer: ReplaySourceAnswer
    minimal: ReplaySourceAnswer
    item: never
  }
  /** List what came in */
  listSubmissions: {
    args: {
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
      cursor?: string
      /** Where they stand. */
      status?: SubmissionStatus
      /** UUID of the source. */
      source?: string
      /** UUID of the lead that they became. */
      leadId?: string
    }
    answer: ListSubmissionsAnswer
    minimal: ListSubmissionsAnswer
    item: Submission
  }
  /** Get a submission with its body */
  getSubmission: {
    args: {
      /** UUID of the submission. */
      id: string
    }
    answer: GetSubmissionAnswer
    minimal: GetSubmissionAnswer
    item: never
  }
  /** Mend a submission and take it in */
  mendSubmission: {
    args: {
      /** UUID of the submission. */
      id: string
      body: MendSubmissionRequest
    }
    answer: SubmissionAnswer
    minimal: SubmissionAnswer
    item: never
  }
  /** Look at a submission again */
  replaySubmission: {
    args: {
      /** UUID of the submission. */
      id: string
      body: EmptyRequest
    }
    answer: SubmissionAnswer
    minimal: SubmissionAnswer
    item: never
  }
  /** Dismiss a quarantined submission */
  dismissSubmission: {
    args: {
      /** UUID of the submission. */
      id: string
      body: EmptyRequest
    }
    answer: SubmissionAnswer
    minimal: SubmissionAnswer
    item: never
  }
  /** Say who must not be contacted */
  createSuppressions: {
    args: {
      body: CreateSuppressionsRequest
    }
    answer: CreateSuppressionsAnswer
    minimal: MinimalCreateSuppressionsAnswer
    item: never
  }
  /** List suppressions */
  listSuppressions: {
    args: {
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
      cursor?: string
      /** Those of a number. */
      phoneNumber?: string
      /** Those of an address, its domain’s among them. */
      email?: string
      /** That of a domain itself. */
      domain?: string
      /** Those that a lead said. */
      leadId?: string
      /** Only those that were lifted, or only those that weren’t. */
      lifted?: 'true' | 'false'
    }
    answer: ListSuppressionsAnswer
    minimal: ListSuppressionsAnswer
    item: Suppression
  }
  /** Get a suppression */
  getSuppression: {
    args: {
      /** UUID of the suppression. */
      id: string
    }
    answer: GetSuppressionAnswer
    minimal: GetSuppressionAnswer
    item: never
  }
  /** Lift a suppression */
  liftSuppression: {
    args: {
      /** UUID of the suppression. */
      id: string
      body: LiftSuppressionRequest
    }
    answer: SuppressionAnswer
    minimal: MinimalSuppressionAnswer
    item: never
  }
  /** Export a person */
  exportLead: {
    args: {
      /** UUID of the lead. */
      id: string
    }
    answer: ExportLeadAnswer
    minimal: ExportLeadAnswer
    item: never
  }
  /** Erase a person */
  eraseLead: {
    args: {
      /** UUID of the lead. */
      id: string
      body: EraseLeadRequest
    }
    answer: EraseLeadAnswer
    minimal: MinimalEraseLeadAnswer
    item: never
  }
  /** Restore a deleted lead */
  restoreLead: {
    args: {
      /** UUID of the lead. */
      id: string
      body: EmptyRequest
    }
    answer: RestoreLeadAnswer
    minimal: MinimalRestoreLeadAnswer
    item: never
  }
  /** Prove the consent of a lead */
  listConsents: {
    args: {
      /** UUID of the lead. */
      id: string
    }
    answer: ListConsentsAnswer
    minimal: ListConsentsAnswer
    item: never
  }
  /** Hear of events */
  createWebhookEndpoint: {
    args: {
      body: CreateWebhookEndpointRequest
    }
    answer: WebhookSecretAnswer
    minimal: MinimalWebhookSecretAnswer
    item: never
  }
  /** List endpoints */
  listWebhookEndpoints: {
    args: {}
    answer: ListWebhookEndpointsAnswer
    minimal: ListWebhookEndpointsAnswer
    item: never
  }
  /** Read an endpoint */
  getWebhookEndpoint: {
    args: {
      /** UUID of the endpoint. */
      id: string
    }
    answer: GetWebhookEndpointAnswer
    minimal: GetWebhookEndpointAnswer
    item: never
  }
  /** Change, stop or start an endpoint */
  updateWebhookEndpoint: {
    args: {
      /** UUID of the endpoint. */
      id: string
      body: UpdateWebhookEndpointRequest
    }
    answer: WebhookEndpointAnswer
    minimal: MinimalWebhookEndpointAnswer
    item: never
  }
  /** Delete an endpoint */
  deleteWebhookEndpoint: {
    args: {
      /** UUID of the endpoint. */
      id: string
    }
    answer: DeleteWebhookEndpointAnswer
    minimal: DeleteWebhookEndpointAnswer
    item: never
  }
  /** Get a new secret */
  rotateWebhookSecret: {
    args: {
      /** UUID of the endpoint. */
      id: string
      body: EmptyRequest
    }
    answer: WebhookSecretAnswer
    minimal: MinimalWebhookSecretAnswer
    item: never
  }
  /** Send a test event */
  testWebhookEndpoint: {
    args: {
      /** UUID of the endpoint. */
      id: string
      body: EmptyRequest
    }
    answer: WebhookDeliveryAnswer
    minimal: MinimalWebhookDeliveryAnswer
    item: never
  }
  /** See what was sent to an endpoint, and what came of it */
  listWebhookDeliveries: {
    args: {
      /** UUID of the endpoint. */
      id: string
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
      cursor?: string
      /** Where they stand. */
      status?: WebhookDeliveryStatus
      /** What they tell of. */
      event?: 'lead.created' | 'lead.updated' | 'lead.completed' | 'lead.enriched' | 'lead.deleted' | 'lead.erased' | 'lead.merged' | 'lead.unmerged' | 'document.received' | 'document.extracted' | 'action_log.completed' | 'action_log.failed' | 'submission.quarantined' | 'source.degraded' | 'enrichment.dead' | 'endpoint.disabled' | 'webhook.test'
    }
    answer: ListWebhookDeliveriesAnswer
    minimal: ListWebhookDeliveriesAnswer
    item: WebhookDelivery
  }
  /** Send a delivery again */
  replayWebhookDelivery: {
    args: {
      /** UUID of the delivery. */
      id: string
      body: EmptyRequest
    }
    answer: WebhookDeliveryAnswer
    minimal: MinimalWebhookDeliveryAnswer
    item: never
  }
  /** Count what became of leads */
  readAnalytics: {
    args: {
      /** ISO 8601: leads that were taken in from then on. */
      start?: string
      /** ISO 8601: leads that were taken in before. */
      end?: string
      /** `csv` answers with the address of a file. */
      format?: 'json' | 'csv'
      /** From `nextToken` of the page before, with the same range. */
      token?: string
    }
    answer: AnalyticsAnswer
    minimal: AnalyticsFileAnswer
    item: never
  }
  /** See what your calls get slightly wrong */
  listWarnings: {
    args: {
      /** This kind only. */
      kind?: WarningKind
      /** How many UTC days to count, today included. */
      days?: number
    }
    answer: ListWarningsAnswer
    minimal: ListWarningsAnswer
    item: never
  }
  /** See who did what, and who read which lead */
  listAuditEvents: {
    args: {
      /** How many at most, 1 to 100. */
      limit?: number
      /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
      cursor?: string
      /** Id of a key, or name of a person. */
      actor?: string
      /** Such as `lead.read`. */
      action?: string
      /** What it was done to. */
      subjectType?: 'workspace' | 'key' | 'source' | 'submission' | 'webhook_endpoint' | 'webhook_delivery' | 'import' | 'suppression' | 'lead'
      /** Its id. */
      subjectId?: string
      /** ISO 8601; the moment itself included. */
      since?: string
      /** ISO 8601; the moment itself left out. */
      until?: string
    }
    answer: ListAuditEventsAnswer
    minimal: ListAuditEventsAnswer
    item: AuditEvent
  }
}

export const operations = {
  createLead: { method: 'POST', path: '/api/v1/leads', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  listLeads: { method: 'GET', path: '/api/v1/leads', type: null, keyed: false, repeatable: true, paged: true, lines: false },
  updateLeadByBody: { method: 'PUT', path: '/api/v1/leads', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  createLeads: { method: 'POST', path: '/api/v1/leads/batch', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  checkLead: { method: 'POST', path: '/api/v1/leads/check', type: 'application/json', keyed: false, repeatable: true, paged: false, lines: false },
  exportLeads: { method: 'GET', path: '/api/v1/leads/export', type: null, keyed: false, repeatable: true, paged: false, lines: true },
  listChanges: { method: 'GET', path: '/api/v1/leads/changes', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  getLead: { method: 'GET', path: '/api/v1/leads/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  updateLead: { method: 'PUT', path: '/api/v1/leads/{id}', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  deleteLead: { method: 'DELETE', path: '/api/v1/leads/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  mergeLeads: { method: 'POST', path: '/api/v1/leads/{id}/merge', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  unmergeLead: { method: 'POST', path: '/api/v1/leads/{id}/unmerge', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  createImport: { method: 'POST', path: '/api/v1/imports', type: 'application/x-ndjson', keyed: true, repeatable: true, paged: false, lines: false },
  listImports: { method: 'GET', path: '/api/v1/imports', type: null, keyed: false, repeatable: true, paged: true, lines: false },
  getImport: { method: 'GET', path: '/api/v1/imports/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  cancelImport: { method: 'DELETE', path: '/api/v1/imports/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  listImportResults: { method: 'GET', path: '/api/v1/imports/{id}/results', type: null, keyed: false, repeatable: true, paged: false, lines: true },
  uploadDocuments: { method: 'POST', path: '/api/v1/documents', type: 'multipart/form-data', keyed: true, repeatable: true, paged: false, lines: false },
  listDocuments: { method: 'GET', path: '/api/v1/leads/{id}/documents', type: null, keyed: false, repeatable: true, paged: true, lines: false },
  getDocument: { method: 'GET', path: '/api/v1/documents/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  reportExtraction: { method: 'POST', path: '/api/v1/documents/{id}/extraction', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  getChecklist: { method: 'GET', path: '/api/v1/leads/{id}/checklist', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  addChecklistItem: { method: 'POST', path: '/api/v1/leads/{id}/checklist-items', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  listActionLogs: { method: 'GET', path: '/api/v1/leads/{id}/action-logs', type: null, keyed: false, repeatable: true, paged: true, lines: false },
  addActionLog: { method: 'POST', path: '/api/v1/leads/{id}/action-logs', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  updateActionLog: { method: 'PUT', path: '/api/v1/leads/{id}/action-logs/{logId}', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  addActivity: { method: 'POST', path: '/api/v1/activity', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  describePhone: { method: 'GET', path: '/api/v1/phone/{number}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  createSource: { method: 'POST', path: '/api/v1/sources', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  listSources: { method: 'GET', path: '/api/v1/sources', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  getSource: { method: 'GET', path: '/api/v1/sources/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  updateSource: { method: 'PUT', path: '/api/v1/sources/{id}', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  deleteSource: { method: 'DELETE', path: '/api/v1/sources/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  testSource: { method: 'POST', path: '/api/v1/sources/{id}/test', type: 'application/json', keyed: false, repeatable: false, paged: false, lines: false },
  replaySource: { method: 'POST', path: '/api/v1/sources/{id}/replay', type: 'application/json', keyed: false, repeatable: false, paged: false, lines: false },
  listSubmissions: { method: 'GET', path: '/api/v1/submissions', type: null, keyed: false, repeatable: true, paged: true, lines: false },
  getSubmission: { method: 'GET', path: '/api/v1/submissions/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  mendSubmission: { method: 'PUT', path: '/api/v1/submissions/{id}', type: 'application/json', keyed: false, repeatable: true, paged: false, lines: false },
  replaySubmission: { method: 'POST', path: '/api/v1/submissions/{id}/replay', type: 'application/json', keyed: false, repeatable: false, paged: false, lines: false },
  dismissSubmission: { method: 'POST', path: '/api/v1/submissions/{id}/dismiss', type: 'application/json', keyed: false, repeatable: false, paged: false, lines: false },
  createSuppressions: { method: 'POST', path: '/api/v1/suppressions', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  listSuppressions: { method: 'GET', path: '/api/v1/suppressions', type: null, keyed: false, repeatable: true, paged: true, lines: false },
  getSuppression: { method: 'GET', path: '/api/v1/suppressions/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  liftSuppression: { method: 'POST', path: '/api/v1/suppressions/{id}/lift', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  exportLead: { method: 'GET', path: '/api/v1/leads/{id}/export', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  eraseLead: { method: 'POST', path: '/api/v1/leads/{id}/erase', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  restoreLead: { method: 'POST', path: '/api/v1/leads/{id}/restore', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  listConsents: { method: 'GET', path: '/api/v1/leads/{id}/consents', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  createWebhookEndpoint: { method: 'POST', path: '/api/v1/webhook-endpoints', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  listWebhookEndpoints: { method: 'GET', path: '/api/v1/webhook-endpoints', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  getWebhookEndpoint: { method: 'GET', path: '/api/v1/webhook-endpoints/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  updateWebhookEndpoint: { method: 'PUT', path: '/api/v1/webhook-endpoints/{id}', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  deleteWebhookEndpoint: { method: 'DELETE', path: '/api/v1/webhook-endpoints/{id}', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  rotateWebhookSecret: { method: 'POST', path: '/api/v1/webhook-endpoints/{id}/rotate-secret', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  testWebhookEndpoint: { method: 'POST', path: '/api/v1/webhook-endpoints/{id}/test', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  listWebhookDeliveries: { method: 'GET', path: '/api/v1/webhook-endpoints/{id}/deliveries', type: null, keyed: false, repeatable: true, paged: true, lines: false },
  replayWebhookDelivery: { method: 'POST', path: '/api/v1/webhook-deliveries/{id}/replay', type: 'application/json', keyed: true, repeatable: true, paged: false, lines: false },
  readAnalytics: { method: 'GET', path: '/api/v0/analytics', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  listWarnings: { method: 'GET', path: '/api/v1/warnings', type: null, keyed: false, repeatable: true, paged: false, lines: false },
  listAuditEvents: { method: 'GET', path: '/api/v1/audit-events', type: null, keyed: false, repeatable: true, paged: true, lines: false },
} as const
