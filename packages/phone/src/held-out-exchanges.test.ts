import { expect, test } from 'vitest'
import { offsetsOf } from '../test/offsets-of.ts'
import { inferTimezone } from './infer-timezone.ts'

// Exchanges of towns on either side of a time zone's border, by hand: town halls, hospitals and schools' published numbers.
const exchanges: Record<string, string> = {
  'America/Chicago': `850432 850434 850769 850526 850639 423942 423447 219464 219980 574772 812423 812547 812838 906774 906932
    906863 270781 270842 606387 605334 605224 605225 701223 701235 701772 308382 308532 308234 785232 785841 620276 620225
    785625`,
  'America/New_York': `850222 850653 850877 423755 423282 423929 574232 574262 574946 812332 812482 812376 906228 906482 906635
    270765 270769 606679 606324 606348`,
  'America/Denver': `208343 208233 208522 605342 605347 605642 701225 701483 308632 308254 308762 785899 785852 620384 620376
    541889 928871 928283`,
  'America/Los_Angeles': '208664 208882 208746 208263 541342 541382 541779 541967',
  'America/Phoenix': '928774 928782 928778 928453',
  'America/Toronto': '807345 807623',
  'America/Winnipeg': '807468 807274',
  'America/St_Johns': '709722 709753 709634',
  'America/Goose_Bay': '709896 709944',
  'America/Vancouver': '250383 250562 250860 250374',
  'America/Dawson_Creek': '250782 250785',
  'America/Edmonton': '250426 867873 867669',
  'America/Whitehorse': '867667 867633',
  'America/Iqaluit': '867979',
  'America/Rankin_Inlet': '867645',
}

test('known exchanges of codes that clocks share', () => {
  const numbers = Object.entries(exchanges).flatMap(([zone, codes]) =>
    codes.split(/\s+/).map((code) => ({ zone, code })),
  )
  const wrong = numbers
    .map((row) => ({ ...row, inferred: inferTimezone(`+1${row.code}0142`) }))
    .filter(
      ({ zone, inferred: { zone: found, basis, confidence } }) =>
        found === null ||
        offsetsOf(found) !== offsetsOf(zone) ||
        (basis === 'npa-nxx') !== (confidence === 'high'),
    )
  expect(wrong).toEqual([])
})
