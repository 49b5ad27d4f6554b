/** What of an answer tells whether a lead may be contacted. */
export interface Shown {
  suppressed: { channels: string[] } | null
  lead: { id: string; phoneNumber: string | null; email: string | null; didOptOut: boolean }
  actionLogs?: { id: string; type: string; status: string; messages: { channel: string }[] }[]
}

interface Hold {
  /** Who can take it back: a lead, or an entry of a list. */
  source: string
  contacts: readonly string[]
  channels: readonly string[]
}

interface Call {
  text: string
  begun: number
  ended: number
  outcome: string
}

/**
 * What concurrent calls were told, in the order in which they began and ended. An opt-out holds for whatever begins after its answer, and until
 * something that may take it back begins; one that was under way together with it leaves it open which came first.
 */
export function createHistory() {
  const all: Call[] = []
  const held: (Hold & { since: number; call: Call })[] = []
  const takesBack: { source: string; call: Call }[] = []
  const moves: { lead: string; call: Call }[] = []
  const contactsOf = new Map<string, { contacts: string[]; since: number }>()
  const found: { failure: string; about: readonly string[] }[] = []
  let clock = 0
  let checks = 0

  const isTakenBack = ({ source, since }: { source: string; since: number }, until: number) =>
    takesBack.some((one) => one.source === source && one.call.ended > since && one.call.begun < until)
  const holding = (contacts: readonly string[], { begun, ended }: Call) =>
    held.filter(
      (hold) =>
        hold.call.ended < begun &&
        hold.contacts.some((contact) => contacts.includes(contact)) &&
        !isTakenBack(hold, ended),
    )
  const fail = (failure: string, about: readonly string[] = []) => found.push({ failure, about })

  function checkShown({ lead, suppressed }: Shown, call: Call): void {
    const contacts = [lead.phoneNumber, lead.email].filter((one) => one !== null)
    for (const hold of holding(contacts, call)) {
      checks++
      const says = suppressed?.channels ?? []
      const covers = says.includes('any') || hold.channels.every((channel) => says.includes(channel))
      if (lead.didOptOut && covers) continue
      const told = `didOptOut ${lead.didOptOut}, suppressed ${JSON.stringify(suppressed)}`
      fail(`“${call.text}” says of ${lead.id}: ${told}, though “${hold.call.text}” holds`, [
        lead.id,
        hold.source,
        ...contacts,
      ])
    }
  }

  function checkSent({ lead, channel }: { lead: string; channel: string }, call: Call): void {
    const known = contactsOf.get(lead)
    const mayDiffer = moves.some((move) => move.lead === lead && move.call.ended > (known?.since ?? 0))
    if (!known || known.since > call.begun || mayDiffer) return
    for (const hold of holding(known.contacts, call)) {
      checks++
      if (hold.channels.some((one) => one === 'any' || one === channel))
        fail(`“${call.text}” was accepted, though “${hold.call.text}” holds`, [
          lead,
          hold.source,
          ...known.contacts,
        ])
    }
  }

  return {
    /** Notes that a call begins, and what it may take back or move. */
    begin(text: string, about: { takesBack?: string; moves?: string; optsOut?: boolean }) {
      const call: Call = { text, begun: clock++, ended: Number.POSITIVE_INFINITY, outcome: 'under way' }
      all.push(call)
      if (about.takesBack) takesBack.push({ source: about.takesBack, call })
      if (about.moves) moves.push({ lead: about.moves, call })
      const holds = (hold: Hold) => held.push({ ...hold, since: call.begun, call })
      return {
        /** Notes its answer, with the leads that it shows and the message that it accepted. An opt-out holds for the first lead's contacts. */
        end(
          outcome: string,
          shown: readonly Shown[] = [],
          channels: readonly string[] = [],
          sent?: { lead: string; channel: string },
        ): void {
          call.outcome = outcome
          call.ended = clock++
          for (const each of shown) {
            checkShown(each, call)
            const contacts = [each.lead.phoneNumber, each.lead.email].filter((one) => one !== null)
            contactsOf.set(each.lead.id, { contacts, since: call.begun })
            if (about.optsOut)
              holds({ source: each.lead.id, contacts: reached(contacts, channels), channels })
          }
          if (sent) checkSent(sent, call)
        },
        /** Notes what holds from now on. */
        holds: (hold: Hold) => void holds(hold),
      }
    },
    fail: (failure: string) => void fail(failure),
    hasFailed: () => found.length > 0,
    failures: () => found.map(({ failure }) => failure).slice(0, 5),
    /** How many answers had to say that somebody opted out. */
    checked: () => checks,
    /** Once nothing runs any more: what is open on a lead is suppressed by no channel. */
    checkOpen({ lead, suppressed, actionLogs = [] }: Shown): void {
      const channels = suppressed?.channels ?? []
      const open = actionLogs
        .filter(
          ({ type, status }) =>
            type !== 'TOOL_CALL' && (status === 'PENDING' || status === 'AWAITING_APPROVAL'),
        )
        .filter(({ messages }) =>
          messages.some(({ channel }) => channels.includes('any') || channels.includes(channel)),
        )
      const contacts = [lead.phoneNumber, lead.email].filter((one) => one !== null)
      for (const log of open)
        fail(`${log.id} by ${log.messages[0]?.channel} stays open on ${lead.id}, suppressed by ${channels}`, [
          lead.id,
          ...contacts,
        ])
    },
    /** The first counterexample: the calls that have to do with it, by when they began. */
    tell(seed: number): string {
      const [first] = found
      if (!first) return ''
      const lines = all
        .filter(({ text }) => first.about.length === 0 || first.about.some((name) => text.includes(name)))
        .map(({ begun, ended, text, outcome }) => `  ${begun}–${ended} ${text} → ${outcome}`)
      return [`seed ${seed}: ${first.failure}`, ...lines.slice(-60)].join('\n')
    },
  }
}

/** A withdrawn channel holds for the contacts that it goes by. */
function reached(contacts: readonly string[], channels: readonly string[]): string[] {
  if (channels.includes('any')) return [...contacts]
  return contacts.filter((contact) => contact.includes('@') === channels.includes('email'))
}
