const domain = /^@|^(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)+$/i

/** A phone, an e-mail or a domain by its looks. */
export function readContactText(
  text: string,
): { phoneNumber: string } | { email: string } | { domain: string } {
  const contact = text.trim()
  if (domain.test(contact)) return { domain: contact }
  return contact.includes('@') ? { email: contact } : { phoneNumber: contact }
}
