import type { Storage } from '@intake/storage/storage'

/** Makes the addresses that documents are downloaded from. */
export type FileSigner = Pick<Storage, 'signUrl'>

/** For readers that hand no files out. */
export const noAddresses: FileSigner = { signUrl: async () => '' }
