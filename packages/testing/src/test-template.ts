/** A small checklist for tests: each field type that a value can go wrong in, a condition, files, required and not. */
export const testTemplate = {
  groups: [
    {
      name: 'Business',
      items: [
        {
          code: 'business_name',
          label: 'Business name',
          fieldType: 'TEXT',
          validationRules: { minLength: 2, maxLength: 100 },
        },
        { code: 'legal_name', label: 'Legal name', fieldType: 'TEXT', isRequired: false },
        { code: 'tax_id', label: 'Tax ID', fieldType: 'EIN' },
        {
          code: 'entity_type',
          label: 'Entity type',
          fieldType: 'SELECT',
          isRequired: false,
          config: { options: ['LLC', 'Corporation'] },
        },
        {
          code: 'annual_revenue',
          label: 'Annual revenue',
          fieldType: 'NUMBER',
          isRequired: false,
          validationRules: { min: 0 },
        },
        {
          code: 'date_established',
          label: 'Date established',
          fieldType: 'DATE',
          isRequired: false,
          validationRules: { notAfter: 'today' },
        },
      ],
    },
    {
      name: 'Owner',
      items: [
        { code: 'owner_email', label: 'Owner e-mail', fieldType: 'EMAIL', isRequired: false },
        { code: 'owner_phone', label: 'Owner phone', fieldType: 'PHONE', isRequired: false },
        { code: 'business_address', label: 'Business address', fieldType: 'ADDRESS', isRequired: false },
      ],
    },
    {
      name: 'Documents',
      items: [
        { code: 'bank_statements', label: 'Bank statements', fieldType: 'BANK_STATEMENT' },
        {
          code: 'operating_agreement',
          label: 'Operating agreement',
          fieldType: 'FILE',
          conditions: { item: 'entity_type', equals: 'LLC' },
        },
      ],
    },
  ],
}
