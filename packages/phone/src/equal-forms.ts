interface EqualForm {
  form: RegExp
  as: string
  reason: string
}

/** Forms that a plan has given up and senders still use, and today's form of the same number. */
const givenUp: readonly EqualForm[] = [
  {
    form: /^\+52(?:1|01|044|045)(?<national>\d{10})$/,
    as: '+52$<national>',
    reason: 'Mexico dropped the mobile 1 and the prefixes 01, 044 and 045 on 3 August 2019 (IFT).',
  },
  {
    form: /^\+55(?<area>\d\d)(?<line>[6-9]\d{7})$/,
    as: '+55$<area>9$<line>',
    reason: 'Brazil put a 9 before every mobile number by the end of 2016 (Anatel, Resolução 553/2010).',
  },
  {
    form: /^\+549(?<national>\d{2,4}15\d{6,8})$/,
    as: '+54$<national>',
    reason: 'Argentina: 9 from abroad and 15 at home say the same; both at once is a mix of the two.',
  },
]

/** Forms that are both in use, and the one that stands for both. */
const inUse: readonly EqualForm[] = [
  {
    form: /^\+55(?<area>\d\d)(?<line>[6-9]\d{7})$/,
    as: '+55$<area>9$<line>',
    reason:
      'Eight digits that begin with 7 are still in the plan (trunked radio, shut in 2018); WhatsApp leaves the 9 out.',
  },
  {
    form: /^\+549(?<national>\d{10})$/,
    as: '+54$<national>',
    reason: 'Argentina’s mobile 9 is dialled from abroad only; ten digits are one subscriber, mobile or not.',
  },
]

/** Today's forms of an E.164-like text in a form that was given up. */
export function otherForms(number: string): string[] {
  return givenUp.filter(({ form }) => form.test(number)).map(({ form, as }) => number.replace(form, as))
}

/** What equal forms of one subscriber's number (E.164) share. */
export function matchForm(e164: string): string {
  if (e164.startsWith('+1')) return e164
  const equal = inUse.find(({ form }) => form.test(e164))
  return equal ? e164.replace(equal.form, equal.as) : e164
}

/** Keys that equal forms may have had before they shared one, by the key that stands for them now. */
const former: readonly { key: RegExp; were: string }[] = [
  { key: /^\+52(\d{10})$/, were: '+521$1' },
  { key: /^\+55(\d\d)9([6-9]\d{7})$/, were: '+55$1$2' },
  { key: /^\+54(\d{10})$/, were: '+549$1' },
]

/** The other forms in E.164 of the number that a match key stands for. */
export function formsOfKey(key: string): string[] {
  if (key.startsWith('+1')) return []
  return former.filter((row) => row.key.test(key)).map((row) => key.replace(row.key, row.were))
}
