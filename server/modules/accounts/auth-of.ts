import type { Services } from '#kernel/services.ts'
import { type Auth, createAuth } from './auth.ts'
import { mailResetPassword } from './mail-reset-password.ts'

const open = new WeakMap<Services['pool'], { auth: Auth; close: () => Promise<void> }>()

/** The auth library's instance of this process; made on first use, closed with the module. */
export function authOf(services: Services): Auth {
  let found = open.get(services.pool)
  if (!found) {
    found = createAuth({
      url: services.databaseUrl,
      secret: services.secret,
      publicUrl: services.publicUrl,
      sendResetPassword: (user, url) => mailResetPassword(services, user, url),
    })
    open.set(services.pool, found)
  }
  return found.auth
}

export async function closeAuth(services: Services): Promise<void> {
  const found = open.get(services.pool)
  open.delete(services.pool)
  await found?.close()
}
