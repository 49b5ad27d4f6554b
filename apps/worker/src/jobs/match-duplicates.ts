import { matchDuplicates } from '@intake/leads/enrichment/match-duplicates'
import type { LeadsWork } from '../per-lead.ts'

/** `duplicate-matching`: leads with the same phone or e-mail, noted on both. */
export const matchDuplicatesJob: LeadsWork = ({ db }, payload) => matchDuplicates({ db }, payload)
