import { inferTimezones } from '@intake/leads/enrichment/infer-timezones'
import type { LeadsWork } from '../per-lead.ts'

/** `timezone-inference`: a zone for each lead that has a phone and was given none. */
export const inferTimezonesJob: LeadsWork = ({ db }, payload) => inferTimezones({ db }, payload)
