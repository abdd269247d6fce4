const key = 'account-name'

/** Keeps, in this browser, the account name of whoever set a first password here. */
export function keepAccountName(name: string) {
  localStorage.setItem(key, name)
}

/** The account name kept here, until somebody has signed in with a password. */
export const keptAccountName = () => localStorage.getItem(key) ?? ''

/** Forgets it: whoever signed in knows it. */
export function forgetAccountName() {
  localStorage.removeItem(key)
}
