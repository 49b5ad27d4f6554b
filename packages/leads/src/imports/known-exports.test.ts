import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CreateImportQuery } from '@intake/contracts/imports'
import { expect, test } from 'vitest'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { readCsvBeginning } from './read-csv-beginning.ts'
import { readCsvRows } from './read-csv-rows.ts'
import { readRow } from './read-row.ts'
import { createRowReader } from './row-to-lead.ts'

interface Export {
  /** Who makes such files. */
  from: string
  /** The header and a row, as that system writes them. */
  header: string
  row: string
  /** What the row becomes, without a mapping. */
  lead: Record<string, unknown>
  encode?(text: string): Buffer
}

const rosa = { firstName: 'Rosa', lastName: 'Peña', email: 'rosa@example.com', phoneNumber: '+14045550134' }

/** What a column that says so makes of a channel. */
const withdrawn = (channel: string, name: string, value: string) => [
  { channel, status: 'withdrawn', evidence: { name, value } },
]

const known: Export[] = [
  {
    from: 'Meta lead ads (UTF-16, tabs)',
    header:
      'id\tcreated_time\tad_id\tform_id\tis_organic\tplatform\tfull_name\temail\tphone_number\tcompany_name',
    row: 'l:9001\t2026-11-02T09:15:22-05:00\tag:1\tf:1\tfalse\tfb\tRosa Peña\trosa@example.com\tp:+14045550134\tPeña Inc',
    lead: { ...rosa, businessName: 'Peña Inc' },
    encode: (text) => Buffer.from(`\u{feff}${text}`, 'utf16le'),
  },
  {
    from: 'HubSpot contacts',
    header:
      'Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Company Name,Time Zone,Unsubscribed from all email,Opted out of email: One to One,Lead Status',
    row: '501,Rosa,Peña,rosa@example.com,,+14045550134,Peña Inc,us_slash_eastern,true,,New',
    lead: {
      ...rosa,
      externalLeadId: '501',
      businessName: 'Peña Inc',
      timezone: 'US/Eastern',
      consent: withdrawn('email', 'Unsubscribed from all email', 'true'),
    },
  },
  {
    from: 'Salesforce leads report',
    header:
      'First Name,Last Name,Title,Company / Account,Email,Phone,Mobile,Email Opt Out,Do Not Call,Lead Owner',
    row: 'Rosa,Peña,CEO,Peña Inc,rosa@example.com,,+14045550134,1,0,Ann Lee',
    lead: { ...rosa, businessName: 'Peña Inc', consent: withdrawn('email', 'Email Opt Out', '1') },
  },
  {
    from: 'Salesforce data export',
    header: 'Id,FirstName,LastName,Company,Email,Phone,MobilePhone,HasOptedOutOfEmail,DoNotCall',
    row: '00Q1,Rosa,Peña,Peña Inc,rosa@example.com,+14045550134,,false,true',
    lead: { ...rosa, businessName: 'Peña Inc', consent: withdrawn('call', 'DoNotCall', 'true') },
  },
  {
    from: 'Google Contacts (since 2024)',
    header:
      'First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Organization Name',
    row: 'Rosa,María,Peña,* myContacts ::: Friends,* Home,rosa@example.com,Mobile,+14045550134,Peña Inc',
    lead: { ...rosa, middleName: 'María', tags: ['Friends'], businessName: 'Peña Inc' },
  },
  {
    from: 'Google Contacts (before)',
    header:
      'Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name',
    row: 'Rosa María Peña,Rosa,María,Peña,* myContacts ::: Friends,*,rosa@example.com,Mobile,+14045550134,Peña Inc',
    lead: { ...rosa, middleName: 'María', tags: ['Friends'], businessName: 'Peña Inc' },
  },
  {
    from: 'Google Ads lead form',
    header: 'Lead ID,Campaign ID,FULL_NAME,EMAIL,PHONE_NUMBER,COMPANY_NAME,POSTAL_CODE',
    row: 'abc-1,77,Rosa Peña,rosa@example.com,+14045550134,Peña Inc,30301',
    lead: { ...rosa, externalLeadId: 'abc-1', businessName: 'Peña Inc' },
  },
  {
    from: 'Outlook (windows-1252)',
    header:
      'First Name,Middle Name,Last Name,Company,Business Phone,Home Phone,Mobile Phone,Categories,E-mail Address,E-mail Type,E-mail 2 Address',
    row: 'Rosa,,Peña,Peña Inc,,,+14045550134,Friends;VIP,rosa@example.com,SMTP,',
    lead: { ...rosa, businessName: 'Peña Inc', tags: ['Friends', 'VIP'] },
    encode: (text) => Buffer.from(text, 'latin1'),
  },
  {
    from: 'Zoho CRM',
    header:
      'Record Id,Lead Owner,Company,First Name,Last Name,Email,Phone,Mobile,Email Opt Out,Tag,Unsubscribed Mode,Unsubscribed Time',
    row: 'zcrm_1,Ann,Peña Inc,Rosa,Peña,rosa@example.com,,+14045550134,true,"VIP,Web",,',
    lead: {
      ...rosa,
      externalLeadId: 'zcrm_1',
      businessName: 'Peña Inc',
      consent: withdrawn('email', 'Email Opt Out', 'true'),
      tags: ['VIP', 'Web'],
    },
  },
  {
    from: 'Pipedrive people',
    header:
      'Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Email - Home,Person - Phone - Work,Person - Phone - Mobile,Person - Marketing status,Person - Labels',
    row: '7,Rosa Peña,Peña Inc,,rosa@example.com,,+14045550134,Unsubscribed,Hot',
    lead: { ...rosa, externalLeadId: '7', businessName: 'Peña Inc', didOptOut: true, tags: ['Hot'] },
  },
  {
    from: 'LinkedIn lead gen form',
    header:
      'Lead ID,Campaign Name,Form Name,First Name,Last Name,Email Address,Phone Number,Company Name,Job Title',
    row: 'urn-1,Fall,Form,Rosa,Peña,rosa@example.com,+14045550134,Peña Inc,CEO',
    lead: { ...rosa, externalLeadId: 'urn-1', businessName: 'Peña Inc' },
  },
  {
    from: 'TikTok lead generation',
    header: 'lead_id,created_time,campaign_name,ad_name,name,email,phone_number',
    row: '7311,2026-11-02,Fall,Ad,Rosa Peña,rosa@example.com,+14045550134',
    lead: { ...rosa, externalLeadId: '7311' },
  },
  {
    from: 'Typeform',
    header:
      '#,"What\'s your name?","What\'s your email address?","What\'s your phone number?",Company,Start Date (UTC),Submit Date (UTC),Tags',
    row: 'x1,Rosa Peña,rosa@example.com,+14045550134,Peña Inc,2026-11-02,2026-11-02,',
    lead: { ...rosa, businessName: 'Peña Inc' },
  },
  {
    from: 'Mailchimp, unsubscribed contacts',
    header:
      'Email Address,First Name,Last Name,Phone Number,MEMBER_RATING,OPTIN_TIME,UNSUB_TIME,UNSUB_REASON,TAGS',
    row: 'rosa@example.com,Rosa,Peña,+14045550134,2,2026-01-02 10:00:00,2026-11-02 09:15:22,NORMAL,"""VIP"",""Red, dark"""',
    lead: {
      ...rosa,
      consent: withdrawn('email', 'UNSUB_TIME', '2026-11-02 09:15:22'),
      tags: ['VIP', 'Red, dark'],
    },
  },
  {
    from: '“Name, Email, Phone”',
    header: 'Name,Email,Phone',
    row: 'Rosa Peña,rosa@example.com,+14045550134',
    lead: rosa,
  },
  {
    from: 'German headers (sep=;, windows-1252)',
    header: 'sep=;\r\nVorname;Name;Firma;E-Mail-Adresse;Telefon;Handy;Werbesperre',
    row: 'Rosa;Peña;Peña GmbH;rosa@example.com;;+14045550134;ja',
    lead: { ...rosa, businessName: 'Peña GmbH', didOptOut: true },
    encode: (text) => Buffer.from(text, 'latin1'),
  },
  {
    from: 'Spanish headers (semicolons)',
    header: 'Nombre;Apellidos;Empresa;Correo electrónico;Teléfono móvil;¿Qué le interesa (a, b, c, d)?',
    row: 'Rosa;Peña;Peña SA;rosa@example.com;+14045550134;a',
    lead: { ...rosa, businessName: 'Peña SA' },
  },
]

const workspace = { template: { itemByCode: new Map() } } as unknown as WorkspaceConfiguration

async function read({ header, row, encode = Buffer.from }: Export) {
  const file = encode(`${header}\r\n${row}\r\n`)
  const { csv, start, line, watch } = readCsvBeginning(file, CreateImportQuery.parse({}), workspace)
  watch.show(file)
  const whole = { ...csv, encoding: watch.end() }
  const open = async (at: number) =>
    (async function* () {
      yield file.subarray(at)
    })()
  const { delimiter, encoding } = whole
  const rows = readCsvRows(open, { start, line, delimiter, encoding, maxRowBytes: 10_000 })
  const { value: first } = await rows.next()
  if (!first) throw new Error('no row was read')
  return { csv: whole, row: readRow(first, { csv: whole, read: createRowReader(whole) }, 'keep') }
}

test.each(known)('a file of $from is understood without a mapping', async (one) => {
  const { row } = await read(one)
  expect(row.error).toBeUndefined()
  const given = Object.entries(row.request ?? {}).filter(([, value]) => value !== undefined)
  expect(Object.fromEntries(given)).toEqual(one.lead)
})

/** Columns of the table: what a lead gets. */
const groups: Record<string, string[]> = {
  name: ['firstName', 'middleName', 'lastName', 'fullName'],
  'e-mail': ['email'],
  phone: ['phoneNumber'],
  company: ['businessName'],
  'opt-out': ['didOptOut', 'optOut.any', 'optOut.call', 'optOut.sms', 'optOut.email'],
  others: ['tags', 'timezone', 'externalLeadId'],
}

test('the table in docs/import-columns.md says so; `npx vitest run known-exports -u` writes it', async () => {
  const lines: string[][] = [
    ['export', ...Object.keys(groups)],
    ['---', ...Object.keys(groups).map(() => '---')],
  ]
  for (const one of known) {
    const { csv } = await read(one)
    const cells = Object.values(groups).map((fields) =>
      csv.columns
        .filter(({ field }) => field !== null && fields.includes(field))
        .map(({ name }) => `\`${name}\``)
        .join(', '),
    )
    lines.push([one.from, ...cells])
  }
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  const path = fileURLToPath(new URL('../../../../docs/import-columns.md', import.meta.url))
  const page = readFileSync(path, 'utf8').replace(
    /(<!-- exports -->\n)[\s\S]*?(<!-- end of exports -->)/,
    (_all, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
  )
  expect(page).toContain(table)
  await expect(page).toMatchFileSnapshot(path)
})
