import type { Services } from '#kernel/services.ts'
import { type Auth, createAuth } from './auth.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import { mailResetPassword } from './mail-password.ts'

type Held = { auth: Auth; limiter: Limiter; close: () => Promise<void> }
const open = new WeakMap<Services['pool'], Held>()

/** The auth library's instance of this process; made on first use, closed with the module. */
export const authOf = (services: Services): Auth => held(services).auth
/** Counts attempts at passwords and codes, for as long as the process lives. */
export const limiterOf = (services: Services): Limiter => held(services).limiter

export async function closeAuth(services: Services): Promise<void> {
  const found = open.get(services.pool)
  open.delete(services.pool)
  await found?.close()
}

function held(services: Services): Held {
  let found = open.get(services.pool)
  if (!found) {
    const made = createAuth({
      url: services.databaseUrl,
      secret: services.secret,
      publicUrl: services.publicUrl,
      sendResetPassword: (user, token) => mailResetPassword(services, user, token),
    })
    found = { ...made, limiter: createLimiter(services.clock) }
    open.set(services.pool, found)
  }
  return found
}
