import { hashPassword, isPasswordHash, passwordMatches } from '@intake/runtime/password-hash'
import { type Credentials, createCredentialCheck } from './credentials.ts'

/** What a user may do; each may do what those before may, too. */
export const roles = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who is signed in. */
export interface User {
  name: string
  role: Role
}

/** A user of the list, with a hash of the password. */
export interface ListedUser extends User {
  passwordHash: string
}

export interface Users {
  /** The user whose name and password these are. */
  signIn(given: Credentials): Promise<User | null>
  /** A user by name, with what the sessions of that user end with. */
  find(name: string): { user: User; secret: string } | null
  /** The name of the account in CONSOLE_USER. */
  account: string
}

const userForm = /^([A-Za-z0-9._@-]{1,100}):(viewer|operator|admin):(\S+)$/

/** Whether a role may do what takes another one. */
export function allows(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}

/** Users out of a text, `name:role:hash` each, with blanks or lines between; `#` begins a comment. Throws an error that names the first wrong one. */
export function parseUsers(text: string): ListedUser[] {
  const entries = text
    .split('\n')
    .map((line) => line.replace(/#.*/, ''))
    .join(' ')
    .split(/\s+/)
    .filter(Boolean)
  const users = entries.map((entry, index) => {
    const [, name = '', role, passwordHash = ''] = userForm.exec(entry) ?? []
    if (!role || !isPasswordHash(passwordHash))
      throw new Error(`user ${index + 1} must be name:role:hash, with a role of ${roles.join(', ')}`)
    return { name, role: role as Role, passwordHash }
  })
  return users
}

/** The account of the settings, which is an admin, and those of the list. Throws where two have one name. */
export function createUsers(account: Credentials, listed: readonly ListedUser[]): Users {
  const names = [account.user, ...listed.map(({ name }) => name)]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`there are two users of the console with the name ${twice}`)
  const isAccount = createCredentialCheck(account)
  const byName = new Map(listed.map((user) => [user.name, user]))
  // A name that isn't there takes as long as one that is.
  const nobody = listed.length > 0 ? hashPassword('nobody') : null
  return {
    account: account.user,
    async signIn({ user: name, password }) {
      const known = byName.get(name)
      const hash = known?.passwordHash ?? (await nobody)
      const matches = hash ? await passwordMatches(password, hash) : false
      if (isAccount({ user: name, password })) return { name, role: 'admin' }
      return known && matches ? { name, role: known.role } : null
    },
    find(name) {
      if (name === account.user)
        return { user: { name, role: 'admin' }, secret: JSON.stringify([name, account.password]) }
      const known = byName.get(name)
      return known
        ? { user: { name, role: known.role }, secret: JSON.stringify([name, known.passwordHash]) }
        : null
    },
  }
}
