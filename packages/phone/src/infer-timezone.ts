export interface TimezoneInference {
  zone: string | null
  alternatives: string[]
  confidence: 'high' | 'medium' | 'low' | 'none'
  share: number | null
  basis: 'npa' | 'npa-nxx' | 'area' | 'country' | 'mobile-country' | null
  tableVersion: string
}

export function inferTimezone(_e164: string): TimezoneInference {
  return { zone: null, alternatives: [], confidence: 'none', share: null, basis: null, tableVersion: '0' }
}
