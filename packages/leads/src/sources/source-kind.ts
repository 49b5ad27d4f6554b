import type { CreateSourceRequest, SourceKindName, SourceSettings } from '@intake/contracts/sources'
import type { FlatRecord } from '../mapping/mapping.ts'

/** What came in at a source's address. Header names in lower case. */
export interface InboundRequest {
  method: 'GET' | 'POST'
  query: URLSearchParams
  headers: Readonly<Record<string, string>>
  body: Buffer
  /** Of the sender, where it is known. */
  address: string | null
  at: Date
}

/** Bytes and what they are. */
export interface InboundBody {
  bytes: Buffer
  contentType: string
}

/** An answer in the dialect of a sender. */
export interface InboundAnswer {
  status: 200 | 303 | 401 | 403
  body: string
  contentType?: string
  location?: string
}

/** One lead of a body. */
export interface Entry {
  /** The sender's own id: what comes again with it is the same. Null where the sender has none. */
  externalId: string | null
  /** How long the id stands for this lead, seconds; for ever unless given. */
  knownForSeconds?: number
  isTest: boolean
  /** Its part of the body, which its kind can read again. */
  bytes: Buffer
  /** What the sender said, by name; null where the body holds only an id, and the rest is to be fetched. */
  record: FlatRecord | null
  /** Targets of names that no list knows, such as the questions of a form. */
  hints?: Readonly<Record<string, string>>
  /** Members of a create's body that are no answers of a person: attribution, times. */
  lead?: Readonly<Record<string, unknown>>
  /** Why nothing can be made of it yet. */
  unreadable?: Pick<UnreadableBody, 'code' | 'message'>
  /** The sender asks to erase what it sent before. */
  isErasure?: boolean
  /** It was sent by a robot: it is kept as REFUSED, and the sender isn't told. */
  isRobot?: boolean
}

/** A source as its kind sees it, secrets opened. */
export interface OpenSource {
  workspaceId: string
  id: string
  kind: SourceKindName
  name: string
  token: string
  secrets: Readonly<Record<string, string>>
  settings: SourceSettings
  mapping: CreateSourceRequest['mapping'] | null
  defaults: NonNullable<CreateSourceRequest['defaults']>
  duplicatePolicy: 'flag' | 'reject' | 'merge' | null
  isPaused: boolean
}

/** What became of one entry, as far as a sender may be told. */
export interface EntryOutcome {
  submissionId: string
  leadId: string | null
}

/** Asks a provider's API. Throws {@link ProviderError}. */
export interface ProviderClient {
  getJson(url: string, headers: Readonly<Record<string, string>>): Promise<unknown>
}

/** A provider refused, or could not be reached. `isRefusal`: the token or the rights are wrong, and another try won't help. */
export class ProviderError extends Error {
  override name = 'ProviderError'
  readonly isRefusal: boolean
  constructor(message: string, { isRefusal, cause }: { isRefusal: boolean; cause?: unknown }) {
    super(message, { cause })
    this.isRefusal = isRefusal
  }
}

/** A body isn't what its kind sends. `message` holds nothing of the body. */
export class UnreadableBody extends Error {
  override name = 'UnreadableBody'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface SecretDefinition {
  /** Where a person finds it. */
  does: string
  /** It is made up by the service where none is given. */
  isMade?: boolean
  isOptional?: boolean
}

export interface SetUpStep {
  text: string
  value: string | null
}

/** One kind of sender: its handshake, its proof, its bodies, its dialect. All functions are pure but for `fetch` and `missed`. */
export interface SourceKind {
  isExperimental?: boolean
  secrets: Readonly<Record<string, SecretDefinition>>
  /** Whether a browser posts to it from pages of the source's origins. */
  isForBrowsers?: boolean
  /** Answers a GET that proves that the address is ours; null for one that isn't a handshake. */
  handshake?(request: InboundRequest, source: OpenSource): InboundAnswer | null
  /** Whether the request proves that its sender knows the source's secret. Looks at the bytes as they came, in constant time. */
  isGenuine(request: InboundRequest, source: OpenSource): boolean
  /** The leads of a body. `request` is there for one that just came in. Throws {@link UnreadableBody}. */
  read(body: InboundBody, source: OpenSource, request?: InboundRequest): Entry[] | Promise<Entry[]>
  /** The answer to what was stored; 200 and `{}` without it. */
  answer?(request: InboundRequest, outcomes: readonly EntryOutcome[], source: OpenSource): InboundAnswer
  /** The answer to a wrong signature; 401 and `{"message"}` without it. */
  refuse?(): InboundAnswer
  /** Gets what a body only names. */
  fetch?(entry: Entry, source: OpenSource, client: ProviderClient): Promise<Entry>
  /** Looks for leads since a time that never came, oldest first. */
  missed?(source: OpenSource, since: Date, client: ProviderClient): AsyncIterable<Entry>
  /** What to do at the sender's side; `address` is the source's own. */
  setUp(source: OpenSource, address: string): SetUpStep[]
}
