/** What somebody can opt out of. */
export const optOutChannels = ['any', 'call', 'sms', 'email'] as const
export type OptOutChannel = (typeof optOutChannels)[number]
