import { type OptOutChannel, optOutChannels } from '@intake/contracts/opt-out-channels'
import { bareName } from './known-names.ts'

const optOutPrefix = 'optOut.'

/** Names by which other systems say that somebody opted out, by what they opted out of. A true one counts, a false one says nothing. */
const namesByChannel: Readonly<Record<OptOutChannel, readonly string[]>> = {
  any: [
    'Opt Out',
    'Opted Out',
    'Has Opted Out',
    'Do Not Contact',
    'Do Not Disturb',
    'Unsubscribed',
    'Unsubscribe',
    'Opt Out At',
    'Opt Out Date',
    'Opted Out At',
    'Unsubscribed At',
    'Marketing Opt Out',
    'Marketing status',
    'Person - Marketing status',
    'Marketing Suspended',
    'Abgemeldet',
    'Nicht kontaktieren',
    'Kontaktsperre',
    'Werbesperre',
    'Ne pas contacter',
    'Désinscrit',
    'No contactar',
    'Não contatar',
  ],
  call: [
    'Do Not Call',
    'DNC',
    'Do Not Phone',
    'Do not allow Phone Calls',
    'Phone Opt Out',
    'Call Opt Out',
    'Voice Opt Out',
    'Nicht anrufen',
    'Anrufsperre',
    'Ne pas appeler',
    'No llamar',
    'Não ligar',
  ],
  sms: [
    'SMS Opt Out',
    'Text Opt Out',
    'Has Opted Out Of SMS',
    'Do Not Text',
    'Do Not SMS',
    'SMS Unsubscribed',
  ],
  email: [
    'Email Opt Out',
    'Opted Out Of Email',
    'Has Opted Out Of Email',
    'Unsubscribed from all email',
    'Email Unsubscribed',
    'Unsubscribed from email',
    'Do Not Email',
    'Do Not Mail',
    'Do not allow Emails',
    'Do not allow Bulk Emails',
    'Email Marketing Status',
    'Email Subscription Status',
    'Unsub Time',
    'Unsubscribed Time',
    'Unsubscribe Date',
    'Newsletter abbestellt',
    'Désabonné',
  ],
}
const channelByName = new Map(
  Object.entries(namesByChannel).flatMap(([channel, names]) =>
    names.map((name) => [bareName(name), channel as OptOutChannel]),
  ),
)

/** HubSpot has a column a subscription: `Opted out of email: Newsletter`. */
const oneSubscription = /^(has)?optedoutofemail./

/** What a name that isn't known has in it when it may well be an opt-out. */
const looksLikeOptOut =
  /opt(ed|s|ing)?out|unsub|donot(call|contact|phone|e?mail|text|sms|disturb|market|solicit)|dont(call|contact|phone|e?mail|text|sms)|donotallow|\bdnc|dncr?$|^dnc|nocall|nocontact|norobocall|suppress|blacklist|blocklist|blockiert|abgemeldet|abbestell|widerspr|widerruf|sperre?$|gesperrt|nicht(anruf|kontakt|mail)|nepas(appel|contact)|desabonn|desinscri|opposition|no(llamar|contactar)|baja$|nao(ligar|contat|perturb)|descadastr/
/** What else is said of an opt-out, beside the column that says whether. */
const onlyDetails =
  /(reason|reasonother|campaign|campaigntitle|campaignid|by|source|mode|comment|notes?|type)$/

/** The target of an opt-out's name, `optOut.<channel>`; null when it isn't known as one. */
export function optOutTarget(name: string): string | null {
  const bare = bareName(name)
  const channel = channelByName.get(bare) ?? (oneSubscription.test(bare) ? 'email' : null)
  return channel && optOutPrefix + channel
}

/** The channel that a target is an opt-out of, `any` for `didOptOut`; null for another target. */
export function optOutChannelOf(target: string): OptOutChannel | null {
  if (target === 'didOptOut') return 'any'
  return target.startsWith(optOutPrefix) ? channelNamed(target.slice(optOutPrefix.length)) : null
}

/** The channel of this name; null for another name. */
export function channelNamed(name: string): OptOutChannel | null {
  return optOutChannels.find((channel) => channel === name) ?? null
}

/** Whether a target is an opt-out of some channel. */
export function isOptOutTarget(target: string | null): boolean {
  return target === 'didOptOut' || (target?.startsWith(optOutPrefix) ?? false)
}

/** Those names that look like opt-outs and that nothing reads; `read` says whether another column of the file is one. */
export function unreadOptOuts(names: readonly string[], read: boolean): string[] {
  return names.filter((name) => {
    const bare = bareName(name)
    return looksLikeOptOut.test(bare) && !(read && onlyDetails.test(bare))
  })
}
