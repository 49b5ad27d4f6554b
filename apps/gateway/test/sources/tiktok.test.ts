import { describeSource } from './source-suite.ts'

describeSource('tiktok', {
  refusal: 401,
  sendsTests: true,
  externalIdOf: (id) => id,
  lead: {
    attribution: {
      utm: { campaign: 'Spring' },
      ad: { campaignId: '1700000000000000001', adgroupId: '17', adId: '18' },
    },
  },
})
