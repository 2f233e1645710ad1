/** Begins the names of databases that the app keeps in the browser. */
export const localDataPrefix = 'tandem-'

/** Leaves nothing of a person on a device that they sign out of. */
export async function forgetDevice(): Promise<void> {
  // Some browsers do not tell which databases there are; those of others are of no use without their sign-in.
  const databases = (await indexedDB.databases?.().catch(() => [])) ?? []
  for (const { name } of databases) if (name?.startsWith(localDataPrefix)) indexedDB.deleteDatabase(name)
}
