import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { twoFactor } from 'better-auth/plugins'
import pg from 'pg'
import { deriveKey } from '#kernel/secrets.ts'

export type AuthSettings = {
  url: string
  secret: string
  publicUrl: string
  /** Tells a person by mail; queued in a transaction of its own. */
  sendResetPassword?: (user: { id: string; email: string; name: string }, token: string) => Promise<void>
}

const sessionDays = 30

/**
 * Users, sessions, passwords and two-factor live in schema `auth`, kept by better-auth; members, roles and keys are ours.
 * None of its addresses is mounted: the contract's routes call `auth.api`, so that there is no open sign-up, and accounts
 * come from first run and invitations only.
 */
export function createAuth({ url, secret, publicUrl, sendResetPassword }: AuthSettings) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    options: '-c search_path=auth',
    application_name: 'tandem-auth',
  })
  pool.on('error', () => {})
  const auth = betterAuth({
    appName: 'Tándem',
    baseURL: publicUrl,
    basePath: '/api/v1/auth',
    secret: deriveKey(secret, 'auth').toString('base64url'),
    database: pool,
    trustedOrigins: [publicUrl],
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      resetPasswordTokenExpiresIn: 3600,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => sendResetPassword?.(user, token),
    },
    session: { expiresIn: sessionDays * 86_400, updateAge: 86_400, cookieCache: { enabled: true, maxAge: 60 } },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'tandem',
      database: { generateId: 'uuid' },
      useSecureCookies: publicUrl.startsWith('https:'),
    },
    plugins: [twoFactor({ issuer: 'Tándem' })],
  })
  return { auth, close: () => pool.end() }
}
export type Auth = ReturnType<typeof createAuth>['auth']

/** Creates or completes the tables of schema `auth`; runs under the migration lock. */
export async function migrateAuth(settings: Omit<AuthSettings, 'sendResetPassword'>): Promise<void> {
  const client = new pg.Client({ connectionString: settings.url })
  await client.connect()
  await client.query('create schema if not exists auth').finally(() => client.end())
  const { auth, close } = createAuth(settings)
  try {
    const { runMigrations } = await getMigrations(auth.options)
    await runMigrations()
  } finally {
    await close()
  }
}
